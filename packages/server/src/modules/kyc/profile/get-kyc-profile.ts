import type { Database } from '../../../platform/db/database.ts';
import type { ElectronicSeal } from '../../../core/electronic-seal/index.ts';
import type { Call } from '../../../core/api/index.ts';
import { requirePartner } from '../../../core/identity/index.ts';
import type { OperatorFacts } from '../../../core/operator-facts.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import { NotFound, Unavailable } from '../../../platform/problems/problem-types.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import { buyerNotFound, type BuyerPath } from '../../parties/buyers/index.ts';
import { FALLBACK_LANGUAGE, type Language, languageOf, languageOfCountry } from '../../texts/index.ts';
import { listActiveDocuments } from '../documents/index.ts';
import { findKycState, type KycState } from '../status/index.ts';
import { findVerifiedSession } from '../verification/index.ts';
import { listViesEvidence } from '../vies/index.ts';
import type { ProfileFacts, VerificationFacts } from './profile-facts.ts';
import type { ProfilePress } from './profile-press.ts';
import { findCompany, logReading } from './repository.ts';
import type { KycProfileQuery } from './schemas.ts';

export interface ProfileDeps {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly completeDocuments: readonly string[];
  readonly operator: OperatorFacts;
  readonly profilePress: ProfilePress;
  readonly electronicSeal: ElectronicSeal;
}

type ProfileCall = Call<{ params: BuyerPath; query: KycProfileQuery }>;

const PROVIDERS = { IDENFY: 'iDenfy', SANDBOX: 'Sandbox' } as const;
const RETRY_AFTER_SECONDS = 30;

/** The KYC profile of a verified buyer with an electronic seal (contract 5, decision 0052). The reading is written down before. */
export async function getKycProfile(deps: ProfileDeps, call: ProfileCall): Promise<Buffer> {
  const facts = await profileFacts(deps, call);
  const { actor, params, requestId, purpose } = call;
  await logReading(deps.db, {
    ...params,
    organizationId: actor.organizationId,
    clientId: actor.clientId,
    requestId,
    purpose,
  });
  const plain = await deps.profilePress.press(facts);
  return sealed(deps, plain, call);
}

async function profileFacts(deps: ProfileDeps, { actor, params, query }: ProfileCall): Promise<ProfileFacts> {
  const { db, clock, operator, electronicSeal } = deps;
  const [state, company, session, documents, checks] = await Promise.all([
    findKycState(deps, params),
    findCompany(db, params),
    findVerifiedSession(db, params),
    listActiveDocuments(db, params),
    listViesEvidence(deps, params),
  ]);
  if (!state || !company) throw buyerNotFound();
  const { kycMode, verification, overallStatus } = state;
  if (kycMode !== 'NT24_LED' || verification.verificationStatus !== 'VERIFIED' || !session)
    throw new ProblemError(
      NotFound,
      'The buyer has no profile: it is there once the identity verification has ended with VERIFIED.',
    );
  const seller = requirePartner(actor, params.sellerId);
  return {
    language: languageFor(query, seller.country),
    madeAt: clock.now(),
    buyerId: params.buyerId,
    sellerName: seller.name,
    sellerCountry: seller.country,
    ...company,
    overallStatus,
    checks,
    verification: {
      provider: PROVIDERS[session.provider],
      sessionId: session.id,
      endedAt: session.ended_at,
      amlStatus: screeningOf(verification),
    },
    documents: documents.map(({ type, document_date: documentDate, received_at: receivedAt, files }) => ({
      type,
      documentDate,
      receivedAt,
      files: files.map((file) => ({ fileName: file.file_name, byteSize: file.byte_size, sha256: file.sha256 })),
    })),
    operatorName: operator.name,
    isSealSelfMade: electronicSeal.isSelfMade,
  };
}

/** A verified buyer was screened, or is about to be. */
function screeningOf({ amlStatus }: KycState['verification']): VerificationFacts['amlStatus'] {
  return amlStatus === 'NOT_APPLICABLE' ? 'PENDING' : amlStatus;
}

function languageFor({ language }: KycProfileQuery, country: string): Language {
  return (language === undefined ? languageOfCountry(country) : languageOf(language)) ?? FALLBACK_LANGUAGE;
}

/** Without its time-stamp, where one is wished for, no paper goes out. */
async function sealed(
  { electronicSeal }: ProfileDeps,
  plain: Buffer,
  { log, requestId }: ProfileCall,
): Promise<Buffer> {
  try {
    return await electronicSeal.sealPdf(plain);
  } catch (error) {
    log.error({ traceId: requestId, err: error }, 'a paper was not sealed');
    const extras = { retryAfterSeconds: RETRY_AFTER_SECONDS };
    throw new ProblemError(Unavailable, 'The paper cannot be sealed at the moment.', extras);
  }
}
