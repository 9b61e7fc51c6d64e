import { ProblemError } from '@nt24/sdk';
import { progressLine } from '../output/progress.ts';
import { plainText } from '../output/plain-text.ts';
import { BuyerNotFoundError, type Inviting, inviteRow } from './invite-row.ts';
import type { Report, ReportEntry } from './report.ts';
import type { KeyedRow } from './row-keys.ts';

export interface Tally {
  readonly created: number;
  readonly exists: number;
  readonly failed: number;
}

interface Wish extends Inviting {
  readonly report: Report;
  readonly concurrency: number;
  readonly isQuiet: boolean;
}

/** Refusals of the caller or of the whole service, after which no other line would fare better. */
const OF_ALL = new Set([
  'unauthorized',
  'forbidden',
  'dpa-not-accepted',
  'rate-limited',
  'unavailable',
  'internal-error',
]);

/**
 * Some lines at once, each written to the report when its answer is there. What concerns all lines ends the run; lines that are under way
 * then are left out of the report, and done or repeated under their keys by the next run.
 * @throws what ended it
 */
export async function inviteAll(rows: readonly KeyedRow[], wish: Wish): Promise<Tally> {
  const tally = { created: 0, exists: 0, failed: 0 };
  const progress = progressLine(wish.isQuiet);
  const ended = new AbortController();
  const inviting = { ...wish, signal: AbortSignal.any([wish.signal, ended.signal]) };
  const waiting = rows.values();
  const work = async (): Promise<void> => {
    for (const row of waiting) {
      if (inviting.signal.aborted) return;
      const entry = await entryFor(row, inviting, wish.report);
      await wish.report.add(entry);
      tally[entry.outcome] += 1;
      if (entry.outcome === 'failed') progress.note(refusalText(entry));
      progress.tell(progressText(tally, rows.length));
    }
  };
  try {
    await Promise.all(Array.from({ length: wish.concurrency }, () => stoppingAll(work, ended)));
  } finally {
    progress.end();
  }
  wish.signal.throwIfAborted();
  ended.signal.throwIfAborted();
  return tally;
}

/** The first failure of one ends the others; theirs come of that. */
async function stoppingAll(work: () => Promise<void>, ended: AbortController): Promise<void> {
  try {
    await work();
  } catch (error) {
    ended.abort(error);
  }
}

async function entryFor(row: KeyedRow, inviting: Inviting, report: Report): Promise<ReportEntry> {
  const { line, key, cells } = row;
  const attempt = report.attempt(key);
  const about = { line, key, at: new Date().toISOString() };
  try {
    return { ...about, ...(await inviteRow(cells, `${key}.${attempt}`, inviting)) };
  } catch (error) {
    if (error instanceof BuyerNotFoundError)
      return { ...about, outcome: 'failed', attempt, type: 'not-found', detail: error.message };
    if (!(error instanceof ProblemError) || OF_ALL.has(error.slug)) throw error;
    return { ...about, outcome: 'failed', attempt, ...refusalOf(error) };
  }
}

function refusalOf({
  slug,
  problem,
  errors,
}: ProblemError): Pick<ReportEntry, 'status' | 'type' | 'detail' | 'traceId'> {
  const fields = errors.map(({ field, message }) => `${field}: ${message}`);
  return {
    status: problem.status,
    type: slug,
    detail: [problem.detail, ...fields].join(' '),
    traceId: problem.traceId,
  };
}

function refusalText({ line, type = '', detail = '' }: ReportEntry): string {
  return `line ${line}: ${plainText(type)}: ${plainText(detail)}`;
}

function progressText({ created, exists, failed }: Tally, total: number): string {
  return `${created + exists + failed} of ${total}: ${created} invited, ${exists} active before, ${failed} failed`;
}
