import type { Database } from '../../../platform/db/database.ts';
import { isUuid } from '../../../platform/ids.ts';
import { type BuyerPlace, findKycBuyer, kycBuyerNotFound, missingDocuments } from '../documents/index.ts';
import { NO_CHECKS_YET, overallStatus } from './kyc-status.ts';
import type { KycStatus } from './schemas.ts';

export interface KycStatusParts {
  readonly db: Database;
  /** What a complete KYC file holds; entries such as `CONTACT_*` name a family. */
  readonly completeDocuments: readonly string[];
}

/** How far the buyer's KYC has come (contract 5). */
export async function getKycStatus(parts: KycStatusParts, place: BuyerPlace): Promise<KycStatus> {
  const buyer = isUuid(place.buyerId) ? await findKycBuyer(parts.db, place) : undefined;
  if (!buyer) throw kycBuyerNotFound();
  const documentsComplete = missingDocuments(parts.completeDocuments, buyer.active_types).length === 0;
  const { viesResult, viesLastCheckedAt, verificationStatus, amlStatus } = NO_CHECKS_YET;
  return {
    buyerId: place.buyerId,
    kycMode: buyer.kyc_mode,
    overallStatus: overallStatus({ ...NO_CHECKS_YET, kycMode: buyer.kyc_mode, documentsComplete }),
    ...(viesLastCheckedAt && { viesLastCheckedAt: viesLastCheckedAt.toISOString() }),
    viesResult,
    documentsComplete,
    ...(buyer.kyc_mode === 'NT24_LED' && { verificationStatus, amlStatus }),
  };
}
