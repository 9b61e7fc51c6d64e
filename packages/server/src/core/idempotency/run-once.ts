import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../platform/db/database.ts';
import { ProblemError } from '../../platform/problems/problems.ts';
import type { KeyIdentity, StoredAnswers, WireAnswer } from './stored-answers.ts';
import { commitWrite, type Write, type WriteOutcome } from '../write/index.ts';
import { Unavailable } from '../../platform/problems/problem-types.ts';
import { IdempotencyKeyInProgress, IdempotencyKeyReused } from './problems.ts';

/** What a use-case decided: the answer, and the write that makes it true. */
export interface DecidedWrite {
  readonly answer: WireAnswer;
  readonly write: Omit<Write, 'answer'>;
}

export interface OnceRequest {
  readonly key: KeyIdentity;
  readonly fingerprint: Buffer;
  /**
   * Validates, reads and decides; called anew when the world changed between reading and writing. What it throws leaves
   * the key free, but a stored answer goes before it.
   */
  readonly decide: () => Promise<DecidedWrite>;
  /** To decide has its price, so that a stored answer is looked for first. */
  readonly isDear?: boolean;
}

export interface OnceAnswer extends WireAnswer {
  readonly replayed: boolean;
}

/** Pauses while a twin is at work, 2 s in all. They grow, so that many that wait on one key leave the database to the others. */
const TWIN_PAUSES_MS = [20, 40, 80, 160, 200, 250, 250, 250, 250, 250, 250];
const MAX_DECISIONS = 8;

/**
 * Runs a write at most once per key (contract 2.4). The insert of the stored answer is what finds a replay: the happy path
 * reads, decides and commits in two round trips, and only a key met before costs a look-up.
 */
export async function runOnce(db: Database, answers: StoredAnswers, request: OnceRequest): Promise<OnceAnswer> {
  const stored = request.isDear ? await findReplay(answers, request) : undefined;
  if (stored) return { ...stored, replayed: true };
  for (let decisions = 0; decisions < MAX_DECISIONS; decisions += 1) {
    const { answer, write } = await decideOrReplay(answers, request);
    if (!write) return { ...answer, replayed: true };
    const keyed = { ...write, answer: answers.seal(request.key, request.fingerprint, answer) };
    if ((await commitAfterTwins(db, keyed)) === 'committed') return { ...answer, replayed: false };
    const replay = await findReplay(answers, request);
    if (replay) return { ...replay, replayed: true };
  }
  throw new ProblemError(Unavailable, 'The resource is changing too quickly. Try again.', { retryAfterSeconds: 1 });
}

/** While another request is at work on the key, tries again and again, holding no connection between the tries. */
async function commitAfterTwins(db: Database, write: Write): Promise<WriteOutcome> {
  for (const pauseMs of TWIN_PAUSES_MS) {
    const outcome = await commitWrite(db, write);
    if (outcome !== 'key-in-progress') return outcome;
    await sleep(pauseMs);
  }
  const outcome = await commitWrite(db, write);
  if (outcome === 'key-in-progress') throw inProgress();
  return outcome;
}

async function decideOrReplay(
  answers: StoredAnswers,
  request: OnceRequest,
): Promise<Omit<DecidedWrite, 'write'> & Partial<DecidedWrite>> {
  try {
    return await request.decide();
  } catch (error) {
    const replay = await findReplay(answers, request);
    if (replay) return { answer: replay };
    throw error;
  }
}

async function findReplay(answers: StoredAnswers, { key, fingerprint }: OnceRequest): Promise<WireAnswer | undefined> {
  const stored = await answers.find(key);
  if (stored && !stored.fingerprint.equals(fingerprint)) {
    throw new ProblemError(IdempotencyKeyReused, 'The Idempotency-Key was used with another request within 24 hours.');
  }
  return stored?.answer;
}

function inProgress(): ProblemError {
  return new ProblemError(IdempotencyKeyInProgress, 'Another request with this Idempotency-Key is still at work.', {
    retryAfterSeconds: 1,
  });
}
