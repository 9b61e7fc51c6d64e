import { type Api, MilestoneAlreadySet } from '../../../core/api/index.ts';
import { NotFound } from '../../../platform/problems/problem-types.ts';
import { BuyerBlocked, BuyerPath, NoBody } from '../../parties/buyers/index.ts';
import type { VerificationDeps } from './deps.ts';
import { VerificationNotConfigured } from './problems.ts';
import { VerificationSession, verificationSessionExample } from './schemas.ts';
import { startVerification } from './start-verification.ts';

export function registerVerificationRoutes(api: Api, deps: VerificationDeps): void {
  api.write(
    {
      tag: 'KYC',
      access: 'partner',
      method: 'POST',
      url: '/v1/partners/:sellerId/buyers/:buyerId/kyc/verify',
      params: BuyerPath,
      operationId: 'startVerification',
      summary: 'Have a person of a buyer verified.',
      description:
        'For NT24_LED buyers only: 400 malformed-request for others. Gives the address of a session at the provider, good for 7 days; while one is open, the same again. A rejected or expired verification may be tried anew; once VERIFIED it is 409. While the provider is out of reach or busy the answer is 503, and nothing is kept. `kyc.verification_completed` tells the outcome.',
      rate: 'write',
      asksOutside: true,
      body: NoBody,
      bodyRequired: false,
      success: {
        200: {
          description: 'The session that is open.',
          schema: VerificationSession,
          example: verificationSessionExample,
        },
      },
      problems: [NotFound, BuyerBlocked, MilestoneAlreadySet, VerificationNotConfigured],
    },
    (call) => startVerification(deps, call),
  );
}
