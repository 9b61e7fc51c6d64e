import { commitWrite, type Write } from '../../../core/write/index.ts';
import { factOf } from '../../../core/events/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Logger } from '../../../platform/logger.ts';
import { Unavailable } from '../../../platform/problems/problem-types.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import { VerificationCompleted } from './events.ts';
import { reportJob } from './report-job.ts';
import type { IdentityWord, ProviderWord, ScreeningWord, VerificationProvider } from './provider.ts';
import { changeScreening, changeSession, findSessionByScanRef, type ToldSessionRow } from './repository.ts';

export interface WordDeps {
  readonly db: Database;
  readonly log: Logger;
  readonly provider: VerificationProvider;
}

/** What a word of the provider makes of a session; undefined: nothing. */
type Change = Omit<Write, 'actor' | 'answer'> | undefined;

const MAX_TRIES = 8;

/**
 * Makes true what the provider says, as often as he says it: of one final word there is one outcome, one line of the trail, one event
 * and one job that fetches the report, in one commit. The first final word stands. Returns whether any session that he names is known.
 */
export async function recordWord(deps: WordDeps, word: ProviderWord): Promise<boolean> {
  if (word.about === 'identity') return recordOf(deps, word.scanRef, (session) => outcome(deps, session, word));
  const known = [];
  for (const scanRef of new Set(word.scanRefs))
    known.push(await recordOf(deps, scanRef, (session) => screening(session, word)));
  return known.includes(true);
}

async function recordOf(
  { db, provider }: WordDeps,
  scanRef: string,
  decide: (session: ToldSessionRow) => Change,
): Promise<boolean> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const session = await findSessionByScanRef(db, provider.name, scanRef);
    if (!session) return false;
    const change = session.erased_at === null ? decide(session) : undefined;
    if (!change) return true;
    const actor = { kind: 'SYSTEM', id: provider.name } as const;
    if ((await commitWrite(db, { ...change, actor })) === 'committed') return true;
  }
  throw new ProblemError(Unavailable, 'The session is changing too quickly. Try again.', { retryAfterSeconds: 1 });
}

/** The clock's EXPIRED is not the provider's: who has begun in time may end later. */
function outcome({ log }: WordDeps, session: ToldSessionRow, { state, aml, reason }: IdentityWord): Change {
  const { id, seller_id: sellerId, status, now } = session;
  const isEnded = status === 'VERIFIED' || status === 'REJECTED';
  if (isEnded && status !== state && (state === 'VERIFIED' || state === 'REJECTED'))
    log.warn({ session: id, stands: status, said: state }, 'the verification provider says otherwise than before');
  if (isEnded || status === state) return undefined;
  if (state === 'REVIEW') return status === 'OPEN' ? inReview(session) : undefined;
  if (state === 'EXPIRED') return expired(session);
  const data = { buyerUuid: session.buyer_id, outcome: state, sessionId: id, completedAt: now.toISOString() };
  return {
    effect: changeSession(session, {
      status: state,
      aml_status: aml,
      reason: reason ?? null,
      ended_at: now,
      report: 'WANTED',
    }),
    audit: [{ action: 'verification.complete', sellerId, subjectId: id, details: { outcome: state, aml } }],
    events: [
      factOf(VerificationCompleted, {
        source: 'SYSTEM',
        sellerId,
        data: reason === undefined ? data : { ...data, reason },
      }),
    ],
    jobs: [reportJob(id)],
  };
}

function inReview(session: ToldSessionRow): Change {
  const { id, seller_id: sellerId, aml_status } = session;
  return {
    effect: changeSession(session, { status: 'REVIEW', aml_status, reason: null, ended_at: null, report: null }),
    audit: [{ action: 'verification.review', sellerId, subjectId: id }],
  };
}

function expired(session: ToldSessionRow): Change {
  const { id, seller_id: sellerId, aml_status, now } = session;
  return {
    effect: changeSession(session, { status: 'EXPIRED', aml_status, reason: null, ended_at: now, report: null }),
    audit: [{ action: 'verification.expire', sellerId, subjectId: id }],
  };
}

/**
 * A flag is lifted only by a word that is later than the one that set it, by the provider's clock: callbacks come again, and not in
 * order.
 */
function screening(session: ToldSessionRow, { aml, setAt }: ScreeningWord): Change {
  const { id, seller_id: sellerId, status, aml_status: was, aml_set_at: wasSetAt } = session;
  if (status !== 'VERIFIED' && status !== 'REJECTED') return undefined;
  const isLater = setAt !== undefined && (wasSetAt === null || setAt > wasSetAt);
  const isOlder = setAt !== undefined && wasSetAt !== null && setAt <= wasSetAt;
  const isAllowed = isLater || (!isOlder && (aml === 'FLAGGED' || was === 'PENDING'));
  if (aml === was || !isAllowed) return undefined;
  return {
    effect: changeScreening(session, { aml_status: aml, aml_set_at: setAt ?? wasSetAt }),
    audit: [{ action: 'verification.screen', sellerId, subjectId: id, details: { aml } }],
  };
}
