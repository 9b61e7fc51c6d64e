import { randomUUID } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { FailedError } from '../failure.ts';

const TOO_MANY = 429;

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
  /** Where it failed: the HTTP status, the problem's slug, and its words. */
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

export interface Report {
  readonly importId: string;
  /** By the keys of lines: the last one of each. */
  readonly known: ReadonlyMap<string, ReportEntry>;
  /** How often the service has refused the line, and kept that for the key. */
  refusals(key: string): number;
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
  const refusals = new Map<string, number>();
  for (const { key } of entries.filter(isKeptRefusal)) refusals.set(key, (refusals.get(key) ?? 0) + 1);
  const file = await open(path, 'a', 0o600);
  // Behind what a kill may have torn.
  if (!text.endsWith('\n')) await file.write('\n');
  return {
    importId: head.import,
    known: new Map(entries.map((entry) => [entry.key, entry])),
    refusals: (key) => refusals.get(key) ?? 0,
    add: async (entry) => void (await file.write(`${JSON.stringify(entry)}\n`)),
    close: async () => {
      await file.sync();
      await file.close();
    },
  };
}

/** What is known of a report that is not to be changed. */
export async function peekReport(path: string): Promise<ReadonlyMap<string, ReportEntry> & { importId?: string }> {
  const text = await readIfThere(path);
  if (text === undefined) return new Map();
  const { head, entries } = parsed(text, path);
  return Object.assign(new Map(entries.map((entry) => [entry.key, entry])), { importId: head.import });
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

/** The service has refused it for good, and keeps that for the key; what it could not do then, it may do later under the same one. */
function isKeptRefusal({ outcome, status = 0 }: ReportEntry): boolean {
  return outcome === 'failed' && status >= 400 && status < 500 && status !== TOO_MANY;
}

function objectIn(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
