import { randomUUID } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { FailedError } from '../failure.ts';
import { KEPT_PROBLEMS } from './kept-problems.ts';

/** What became of a line. */
export interface ReportEntry {
  readonly line: number;
  /** Of its content: by it a line is known again, wherever it stands. */
  readonly key: string;
  /** `exists`: an ACTIVE invitation of the same buyer and address was there. */
  readonly outcome: 'created' | 'exists' | 'failed';
  readonly at: string;
  readonly invitationUuid?: string;
  readonly buyerId?: string;
  /** Where it failed: under the how-manieth Idempotency-Key of the line, from 0. */
  readonly attempt?: number;
  /** The HTTP status, which a buyer who is not found has none of; the problem's slug, and its words. */
  readonly status?: number;
  readonly type?: string;
  readonly detail?: string;
  readonly traceId?: string;
}

/** The first line: which import it is, and of whom. */
interface ReportHead {
  /** Keys are made of it, so that another import of the same file makes invitations of its own. */
  readonly import: string;
  readonly baseUrl: string;
  readonly sellerId: string;
}

/** What a report says of an import, by the keys of lines. */
export interface ReportedLines {
  readonly importId: string;
  /** Whether it is invited: for good, whatever a run beside it was answered later. */
  isDone(key: string): boolean;
  /** Which Idempotency-Key of the line is the next: another one behind each refusal that the service keeps, else the same. */
  attempt(key: string): number;
}

export interface Report extends ReportedLines {
  add(entry: ReportEntry): Promise<void>;
  close(): Promise<void>;
}

type Whose = Omit<ReportHead, 'import'>;

/**
 * Opens the report, or begins one. Its head is there as a whole before anything is called, so that of several runs at once all have the
 * same keys; of entries the last one may be torn by a kill, and is passed over.
 * @throws FailedError where it is of another import
 */
export async function openReport(path: string, whose: Whose): Promise<Report> {
  const text = (await readIfThere(path)) ?? (await begin(path, whose));
  const { head, entries } = parsed(text, path);
  if (head.sellerId !== whose.sellerId || head.baseUrl !== whose.baseUrl) {
    throw new FailedError(`${path} is the report of another seller or service: give --report another name`);
  }
  const file = await open(path, 'a', 0o600);
  // Behind what a kill may have torn.
  if (!text.endsWith('\n')) await file.write('\n');
  return {
    ...linesOf(head, entries),
    add: async (entry) => void (await file.write(`${JSON.stringify(entry)}\n`)),
    close: async () => {
      await file.sync();
      await file.close();
    },
  };
}

/** What a report says that is not to be changed; undefined where there is none. */
export async function peekReport(path: string): Promise<ReportedLines | undefined> {
  const text = await readIfThere(path);
  if (text === undefined) return undefined;
  const { head, entries } = parsed(text, path);
  return linesOf(head, entries);
}

function linesOf(head: ReportHead, entries: readonly ReportEntry[]): ReportedLines {
  const done = new Set(entries.filter(({ outcome }) => outcome !== 'failed').map(({ key }) => key));
  const attempts = new Map<string, number>();
  for (const { key, attempt = 0 } of entries.filter(isKeptRefusal)) {
    // Not how many there are: several runs at once are refused under the same key.
    attempts.set(key, Math.max(attempts.get(key) ?? 0, attempt + 1));
  }
  return { importId: head.import, isDone: (key) => done.has(key), attempt: (key) => attempts.get(key) ?? 0 };
}

/** A link takes no place that is taken: whoever comes second reads what the first has written. */
async function begin(path: string, whose: Whose): Promise<string> {
  const text = `${JSON.stringify({ import: randomUUID(), ...whose, startedAt: new Date().toISOString() })}\n`;
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
    await link(draft, path);
    return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return await readFile(path, 'utf8');
  } finally {
    await file.close();
    await rm(draft, { force: true });
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parsed(text: string, path: string): { readonly head: ReportHead; readonly entries: readonly ReportEntry[] } {
  const [head, ...entries] = text.split('\n').map(objectIn);
  if (typeof head?.['import'] !== 'string') throw new FailedError(`${path} is no report of an import`);
  return { head: head as unknown as ReportHead, entries: entries.flatMap(entryIn) };
}

/** Written by this program; what is torn has lost its members, or is no JSON. */
function entryIn(value: unknown): readonly ReportEntry[] {
  const entry = { ...(value as Partial<ReportEntry> | undefined) };
  return typeof entry.key === 'string' && typeof entry.outcome === 'string' ? [entry as ReportEntry] : [];
}

/** An answer of the service that it gives under this key again; what it could not do then, it may do later under the same one. */
function isKeptRefusal({ outcome, status, type = '' }: ReportEntry): boolean {
  return outcome === 'failed' && status !== undefined && KEPT_PROBLEMS.has(type);
}

function objectIn(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
