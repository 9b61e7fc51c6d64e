import type { Answer, Call } from '../../../core/api/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import { findKycBuyer, missingDocuments } from '../documents/index.ts';
import { buyerNotFound, type BuyerPath } from '../../parties/buyers/index.ts';
import { NO_CHECKS_YET, overallStatus } from './kyc-status.ts';
import type { KycStatus } from './schemas.ts';

export interface KycStatusDeps {
  readonly db: Database;
  /** What a complete KYC file holds; entries such as `CONTACT_*` name a family. */
  readonly completeDocuments: readonly string[];
}

/** How far the buyer's KYC has come (contract 5). */
export async function getKycStatus(
  { db, completeDocuments }: KycStatusDeps,
  { params }: Call<{ params: BuyerPath }>,
): Promise<Answer> {
  const buyer = await findKycBuyer(db, params);
  if (!buyer) throw buyerNotFound();
  const documentsComplete = missingDocuments(completeDocuments, buyer.active_types).length === 0;
  const { viesResult, viesLastCheckedAt, verificationStatus, amlStatus } = NO_CHECKS_YET;
  const body: KycStatus = {
    buyerId: params.buyerId,
    kycMode: buyer.kyc_mode,
    overallStatus: overallStatus({ ...NO_CHECKS_YET, kycMode: buyer.kyc_mode, documentsComplete }),
    ...(viesLastCheckedAt && { viesLastCheckedAt: viesLastCheckedAt.toISOString() }),
    viesResult,
    documentsComplete,
    ...(buyer.kyc_mode === 'NT24_LED' && { verificationStatus, amlStatus }),
  };
  return { status: 200, body };
}
