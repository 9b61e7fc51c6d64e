import { type Call, type Decision, MilestoneAlreadySet } from '../../../core/api/index.ts';
import { daysAfter } from '../../../platform/clock.ts';
import { newId } from '../../../platform/ids.ts';
import type { Logger } from '../../../platform/logger.ts';
import { MalformedRequest, Unavailable } from '../../../platform/problems/problem-types.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import { BuyerBlocked, buyerNotFound, type BuyerPath } from '../../parties/buyers/index.ts';
import type { VerificationDeps } from './deps.ts';
import { VerificationNotConfigured } from './problems.ts';
import { ProviderError, type ProviderSession, type SessionWish, type VerificationProvider } from './provider.ts';
import { type BuyerToVerifyRow, findBuyerToVerify, insertSession } from './repository.ts';
import { openUrl, sealUrl } from './sealed-urls.ts';

const VALID_DAYS = 7;
const DAY_SECONDS = 86_400;

/**
 * Gives the session in which a person of the buyer is verified (contract 5). The provider is asked before anything is written: of two
 * callers at one instant both ask, one session stands, and the other is nobody's and expires at the provider.
 */
export async function startVerification(
  { db, keyring, verification: provider }: VerificationDeps,
  { params, log }: Call<{ params: BuyerPath }>,
): Promise<Decision> {
  const { sellerId, buyerId } = params;
  const buyer = await findBuyerToVerify(db, params, provider?.name ?? '');
  if (!buyer) throw buyerNotFound();
  refuseUnfit(buyer);
  if (!provider) throw notConfigured();
  if (buyer.session_id !== null && buyer.sealed_url !== null)
    return answerOf(buyer.session_id, openUrl(keyring, buyer.session_id, buyer.sealed_url));

  const sessionId = newId();
  const { scanRef, url } = await createdSession(
    provider,
    { sessionId, buyerId, validSeconds: VALID_DAYS * DAY_SECONDS },
    log,
  );
  return {
    ...answerOf(sessionId, url),
    effect: insertSession({
      id: sessionId,
      seller_id: sellerId,
      buyer_id: buyerId,
      provider: provider.name,
      scan_ref: scanRef,
      sealed_url: sealUrl(keyring, sessionId, url),
      created_at: buyer.now,
      expires_at: daysAfter(buyer.now, VALID_DAYS),
    }),
    audit: [{ action: 'verification.start', sellerId, subjectId: sessionId, details: { provider: provider.name } }],
  };
}

function answerOf(sessionId: string, idenfyUrl: string): Decision {
  return { answer: { status: 200, body: { sessionId, idenfyUrl } } };
}

function refuseUnfit(buyer: BuyerToVerifyRow): void {
  if (buyer.kyc_mode !== 'NT24_LED')
    throw new ProblemError(MalformedRequest, 'Only a buyer with kycMode NT24_LED is verified here.', { kept: true });
  if (buyer.status === 'BLOCKED') throw new ProblemError(BuyerBlocked, 'The buyer is blocked.');
  if (buyer.last_word === 'VERIFIED') throw new ProblemError(MilestoneAlreadySet, 'The buyer is VERIFIED already.');
}

function notConfigured(): ProblemError {
  return new ProblemError(VerificationNotConfigured, 'No verification provider is configured here. Ask the operator.');
}

/** @throws ProblemError `unavailable`, under which the key stays free */
async function createdSession(
  provider: VerificationProvider,
  wish: SessionWish,
  log: Logger,
): Promise<ProviderSession> {
  try {
    return await provider.createSession(wish);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const { failure, isOurs, retryAfterSeconds } = error;
    const facts = { provider: provider.name, failure };
    if (isOurs) log.error(facts, 'the verification provider refuses us');
    else log.warn(facts, 'the verification provider is away or busy');
    throw new ProblemError(Unavailable, 'The verification provider cannot be reached at the moment.', {
      retryAfterSeconds,
    });
  }
}
