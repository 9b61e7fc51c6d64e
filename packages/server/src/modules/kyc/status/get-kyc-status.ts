import type { Answer, Call } from '../../../core/api/index.ts';
import { buyerNotFound, type BuyerPath } from '../../parties/buyers/index.ts';
import { findKycState, type KycStatusDeps } from './kyc-state.ts';
import type { KycStatus, KycStatusQuery } from './schemas.ts';

/** How far the buyer's KYC has come (contract 5). */
export async function getKycStatus(
  deps: KycStatusDeps,
  { params, query }: Call<{ params: BuyerPath; query: KycStatusQuery }>,
): Promise<Answer> {
  const state = await findKycState(deps, params);
  if (!state) throw buyerNotFound();
  const { kycMode, overallStatus, viesCheckedAt, viesResult, missingDocuments, verification } = state;
  const body: KycStatus = {
    buyerId: params.buyerId,
    kycMode,
    overallStatus,
    ...(viesCheckedAt && { viesLastCheckedAt: viesCheckedAt.toISOString() }),
    viesResult,
    documentsComplete: missingDocuments.length === 0,
    ...(query.expand === 'missingDocuments' && { missingDocuments: [...missingDocuments] }),
    ...(kycMode === 'NT24_LED' && verification),
  };
  return { status: 200, body };
}
