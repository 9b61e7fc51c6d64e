import type { Api } from '../../../core/api/index.ts';
import { NotFound } from '../../../platform/problems/problem-types.ts';
import { BuyerPath } from '../../parties/buyers/index.ts';
import { getKycProfile, type ProfileDeps } from './get-kyc-profile.ts';
import { KycProfileQuery } from './schemas.ts';

/** What is known of a verified buyer, to keep (contract 5). */
export function registerProfileRoutes(api: Api, deps: ProfileDeps): void {
  api.read(
    {
      tag: 'KYC',
      access: 'partner',
      method: 'GET',
      url: '/v1/partners/:sellerId/buyers/:buyerId/kyc/profile',
      params: BuyerPath,
      query: KycProfileQuery,
      operationId: 'getKycProfile',
      summary: 'Get the KYC profile of a verified buyer as a sealed PDF.',
      description:
        'For NT24_LED buyers whose verificationStatus is VERIFIED; 404 for others. A PDF/A-3b with an electronic seal (PAdES baseline B, or T where the operator has a time-stamp service), made anew at each call: company data, documents by their SHA-256, checks of the VAT number with their consultation numbers, verification and AML screening. About 100 KB. Each reading is written to a log that is kept 6 years. 503 where too many are being made at once, or the time-stamp service does not answer.',
      rate: 'read',
      personalData: true,
      success: { 200: { description: 'The profile as an attachment.', files: ['application/pdf'] } },
      problems: [NotFound],
    },
    async (call, reply) => {
      const pdf = await getKycProfile(deps, call);
      reply
        .headers({
          'content-type': 'application/pdf',
          'content-disposition': `attachment; filename="kyc-profile-${call.params.buyerId}.pdf"`,
          'cache-control': 'no-store',
        })
        .send(pdf);
      return undefined;
    },
  );
}
