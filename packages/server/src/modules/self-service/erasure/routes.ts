import type { Api } from '../../../core/api/index.ts';
import { instantOf } from '../../../platform/clock.ts';
import { NotFound } from '../../../platform/problems/problem-types.ts';
import { BuyerPath } from '../../parties/buyers/index.ts';
import { eraseBuyer } from './erase-buyer.ts';
import { keptAfter } from './kept.ts';
import type { BuyerErasureDeps } from './plan-erasure.ts';
import { BuyerErasureView, EraseBuyerBody } from './schemas.ts';

const erasedAt = '2026-11-30T08:00:00.000Z';

export function registerErasureRoutes(api: Api, deps: BuyerErasureDeps): void {
  api.write(
    {
      tag: 'Buyers',
      access: 'partner',
      method: 'POST',
      url: '/v1/partners/:sellerId/buyers/:buyerId/erase',
      params: BuyerPath,
      operationId: 'eraseBuyer',
      summary: 'Take out of a buyer, for good, all that names people.',
      description:
        'Name, address and VAT number are blanked, contacts and documents removed, invitations revoked and erased; the buyer stays as a row without a name, BLOCKED for good. Of a KYC file that was complete the ACTIVE documents that made it complete are kept, without the names of their files, for as long as the law asks. The trail stays, by ids. Doing it again answers the same. The bytes of files go within hours.',
      rate: 'write',
      body: EraseBuyerBody,
      bodyExample: { reason: 'Request of the company, letter of 28 November.' },
      success: {
        200: {
          description: 'Erased.',
          schema: BuyerErasureView,
          example: { erasedAt, kept: keptAfter(instantOf(erasedAt), true) },
        },
      },
      problems: [NotFound],
    },
    (call) => eraseBuyer(deps, call),
  );
}
