import type { Api } from '../../../core/api/index.ts';
import { BuyerPath } from '../../parties/buyers/index.ts';
import { getKycStatus } from './get-kyc-status.ts';
import type { KycStatusDeps } from './kyc-state.ts';
import { KycStatus, kycStatusExample, KycStatusQuery } from './schemas.ts';
import { NotFound } from '../../../platform/problems/problem-types.ts';

/** How far the buyer's KYC has come (contract 5). */
export function registerStatusRoutes(api: Api, deps: KycStatusDeps): void {
  api.read(
    {
      tag: 'KYC',
      access: 'partner',
      method: 'GET',
      url: '/v1/partners/:sellerId/buyers/:buyerId/kyc',
      params: BuyerPath,
      operationId: 'getKycStatus',
      summary: 'How far the KYC of a buyer has come.',
      description:
        'verificationStatus and amlStatus are there for NT24_LED buyers only. viesResult is the last answer of VIES about the VAT number that the buyer has, and viesLastCheckedAt when it was given; PENDING: none yet, a check is under way; UNKNOWN: none.',
      rate: 'read',
      query: KycStatusQuery,
      success: { 200: { description: 'The status.', schema: KycStatus, example: kycStatusExample } },
      problems: [NotFound],
    },
    (call) => getKycStatus(deps, call),
  );
}
