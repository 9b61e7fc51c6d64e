import { randomInt } from 'node:crypto';
import { commitWrite, type Write } from '../../../core/write/index.ts';
import { isUuid } from '../../../platform/ids.ts';
import type { TaskHandler } from '../../../platform/jobs/index.ts';
import { keepReport } from './keep-report.ts';
import { receiveReport, type ReportDeps } from './receive-report.ts';
import { reportJob } from './report-job.ts';
import { countTry, endWish, findWantedReport, standingWish, type WantedReport } from './report-repository.ts';

const SYSTEM = { kind: 'SYSTEM' } as const;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 6 * 3_600_000;
/** While this worker is at another report. */
const TURN_PAUSE_MS = 2_000;

/**
 * The job `verification.fetchReport`: fetches the provider's report on a session and makes it a document of the buyer (decision 0054).
 * What cannot be had now is tried for three days with growing pauses, by a job of its own; what he gives and nobody may open is not
 * asked for again. A job that dies anywhere is run again: the report may be fetched twice, it is filed once.
 */
export function createFetchReport(deps: ReportDeps): TaskHandler {
  // One of a worker's hands at most: a provider that hangs must not hold up mails.
  let isAtWork = false;
  return async (payload) => {
    const session = await findWantedReport(deps.db, sessionIdOf(payload));
    if (!session) return;
    if (isAtWork)
      return again(deps, { effect: standingWish(session), jobs: [reportJob(session.id, spread(TURN_PAUSE_MS))] });
    isAtWork = true;
    try {
      await fetchOnce(deps, session);
    } finally {
      isAtWork = false;
    }
  };
}

async function fetchOnce(deps: ReportDeps, session: WantedReport): Promise<void> {
  const received = await receiveReport(deps, session);
  if (received.kind === 'stored') return keepReport(deps, session.id, received.stored);
  const { failure, isFinal, isOurs, pauseMs = 0 } = received;
  const facts = { session: session.id, provider: session.provider, failure };
  if (isFinal || session.is_over) {
    deps.log.error(facts, 'there will be no report on a verification');
    return again(deps, { effect: endWish(session), audit: [missing(session, failure)] });
  }
  if (isOurs) deps.log.error(facts, 'the verification provider refuses us a report');
  else deps.log.warn(facts, 'a report on a verification cannot be had now');
  const growingMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** session.report_tries);
  const jobs = [reportJob(session.id, spread(Math.max(growingMs, pauseMs)))];
  await again(deps, { effect: countTry(session), jobs });
}

function missing({ id, seller_id: sellerId }: WantedReport, failure: string) {
  return { action: 'verification.reportMissing', sellerId, subjectId: id, details: { failure } };
}

/** Nothing is written where another job was quicker. */
async function again({ db }: ReportDeps, write: Omit<Write, 'actor'>): Promise<void> {
  await commitWrite(db, { actor: SYSTEM, ...write });
}

/** Up to half as long again: those that have failed together do not come back together. */
function spread(pauseMs: number): number {
  return pauseMs + randomInt(Math.ceil(pauseMs / 2));
}

function sessionIdOf(payload: unknown): string {
  const id = typeof payload === 'object' && payload !== null && 'sessionId' in payload ? payload.sessionId : undefined;
  if (typeof id !== 'string' || !isUuid(id)) throw new Error('the job names no session');
  return id;
}
