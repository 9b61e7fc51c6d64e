import { setTimeout as sleep } from 'node:timers/promises';
import { commitWrite, type Write } from '../../platform/db/commit-write.ts';
import type { Database } from '../../platform/db/database.ts';
import { ProblemError, type ProblemSlug } from '../../platform/problems/problems.ts';
import type { KeyIdentity, StoredAnswers, WireAnswer } from './stored-answers.ts';

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
}

export interface OnceAnswer extends WireAnswer {
  readonly replayed: boolean;
}

/** Refusals that the operation itself decided and that are kept like its successes (contract 2.4). */
export const KEPT_REFUSALS: ReadonlySet<ProblemSlug> = new Set<ProblemSlug>([
  'capability-required',
  'not-found',
  'version-mismatch',
  'resource-exists-different-body',
  'milestone-already-set',
  'invitation-not-active',
  'buyer-blocked',
  'kyc-mode-downgrade',
]);

const WAIT_FOR_TWIN_MS = 2_000;
const POLL_MS = 40;
const MAX_DECISIONS = 8;

/**
 * Runs a write at most once per key (contract 2.4). The insert of the stored answer is what finds a replay: the happy path
 * reads, decides and commits in two round trips, and only a key met before costs a look-up.
 */
export async function runOnce(db: Database, answers: StoredAnswers, request: OnceRequest): Promise<OnceAnswer> {
  let waitedMs = 0;
  for (let decisions = 0; decisions < MAX_DECISIONS;) {
    const { answer, write } = await decideOrReplay(answers, request);
    if (!write) return { ...answer, replayed: true };
    const outcome = await commitWrite(db, { ...write, answer: answers.seal(request.key, request.fingerprint, answer) });
    if (outcome === 'committed') return { ...answer, replayed: false };
    if (outcome === 'key-in-progress') {
      if (waitedMs >= WAIT_FOR_TWIN_MS) throw inProgress();
      await sleep(POLL_MS);
      waitedMs += POLL_MS;
    } else {
      decisions += 1;
    }
    const replay = await findReplay(answers, request);
    if (replay) return { ...replay, replayed: true };
  }
  throw new ProblemError('unavailable', 'The resource is changing too quickly. Try again.', { retryAfterSeconds: 1 });
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
    throw new ProblemError(
      'idempotency-key-reused',
      'The Idempotency-Key was used with another request within 24 hours.',
    );
  }
  return stored?.answer;
}

function inProgress(): ProblemError {
  return new ProblemError(
    'idempotency-key-in-progress',
    'Another request with this Idempotency-Key is still at work.',
    { retryAfterSeconds: 1 },
  );
}
