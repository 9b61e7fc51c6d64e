import type { Api } from '../../../core/api/index.ts';
import { getKycStatus, type KycStatusParts } from './get-kyc-status.ts';
import { KycStatus, kycStatusExample } from './schemas.ts';

/** How far the buyer's KYC has come (contract 5). */
export function registerStatusRoutes(api: Api, parts: KycStatusParts): void {
  api.read(
    {
      tag: 'KYC',
      access: 'partner',
      method: 'GET',
      url: '/v1/partners/:sellerId/buyers/:buyerId/kyc',
      operationId: 'getKycStatus',
      summary: 'How far the KYC of a buyer has come.',
      description: 'verificationStatus and amlStatus are there for NT24_LED buyers only.',
      rate: 'read',
      success: { 200: { description: 'The status.', schema: KycStatus, example: kycStatusExample } },
      problems: ['not-found'],
    },
    async ({ params }) => {
      const { sellerId = '', buyerId = '' } = params;
      return { status: 200, body: await getKycStatus(parts, { sellerId, buyerId }) };
    },
  );
}
