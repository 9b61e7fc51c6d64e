import type { Database } from '../../../platform/db/database.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import { findKycBuyer, type KycMode, missingDocuments } from '../documents/index.ts';
import { findVerification, type Verification } from '../verification/index.ts';
import { findViesState, type ViesResult } from '../vies/index.ts';
import { overallStatus, type OverallStatus } from './kyc-status.ts';

export interface KycStatusDeps {
  readonly db: Database;
  /** What a complete KYC file holds; entries such as `CONTACT_*` name a family. */
  readonly completeDocuments: readonly string[];
}

/** All that the state of a KYC file is made of, and what it comes to (contract 5). */
export interface KycState {
  readonly kycMode: KycMode;
  readonly viesResult: ViesResult;
  readonly viesCheckedAt: Date | undefined;
  /** Entries of `completeDocuments` that nothing satisfies. */
  readonly missingDocuments: readonly string[];
  readonly verification: Verification;
  readonly overallStatus: OverallStatus;
}

/** Undefined where there is no such buyer. */
export async function findKycState(
  { db, completeDocuments }: KycStatusDeps,
  place: BuyerPath,
): Promise<KycState | undefined> {
  const [buyer, vies, verification] = await Promise.all([
    findKycBuyer(db, place),
    findViesState(db, place),
    findVerification(db, place),
  ]);
  if (!buyer || !vies) return undefined;
  const missing = missingDocuments(completeDocuments, buyer.active_types);
  const facts = { kycMode: buyer.kyc_mode, viesResult: vies.result, ...verification };
  return {
    kycMode: buyer.kyc_mode,
    viesResult: vies.result,
    viesCheckedAt: vies.checked_at ?? undefined,
    missingDocuments: missing,
    verification,
    overallStatus: overallStatus({ ...facts, documentsComplete: missing.length === 0 }),
  };
}
