import { type Api, ResourceExistsDifferentBody } from '../../../core/api/index.ts';
import { NotFound } from '../../../platform/problems/problem-types.ts';
import { documentExample, DocumentNotActive, DocumentPath } from '../../kyc/documents/index.ts';
import { BuyerBlocked, BuyerErased } from '../../parties/buyers/index.ts';
import { invitationExample } from '../invitations/index.ts';
import { RecipientUnknown } from './problems.ts';
import { rejectDocument, type RejectionDeps } from './reject-document.ts';
import { RejectDocumentBody, RejectedDocument } from './schemas.ts';

const reason = 'The extract is older than three months.';

export function registerRejectionRoutes(api: Api, deps: RejectionDeps): void {
  api.write(
    {
      tag: 'KYC',
      access: 'partner',
      personalData: true,
      method: 'POST',
      url: '/v1/partners/:sellerId/buyers/:buyerId/kyc/documents/:documentUuid/reject',
      params: DocumentPath,
      operationId: 'rejectDocument',
      summary: 'Reject an ACTIVE document, with a reason that the buyer reads.',
      description:
        'It counts no more, and stays in the file with the reason; `documentsComplete` follows. Where the buyer has an ACTIVE invitation, its page asks for the type again and says why, in your words as they are. `resend: true` mails him, too, by that invitation; where he has none and has answered one before, by a new one for this type alone. It is within the limits of `resendInvitation` and `createInvitation`; where they refuse it, or nobody is known who could be mailed (409 `recipient-unknown`), nothing is written, and the document stays ACTIVE. Otherwise the answer shows the `invitation` besides. Of several documents in a row reject the first one with it: the page asks for the others, too.',
      rate: 'write',
      body: RejectDocumentBody,
      bodyExample: { reason, resend: true },
      success: {
        200: {
          description: 'Rejected.',
          schema: RejectedDocument,
          example: {
            ...documentExample,
            status: 'REJECTED',
            rejectedAt: '2026-11-03T08:00:00.000Z',
            reason,
            invitation: invitationExample,
          },
        },
      },
      problems: [NotFound, DocumentNotActive, BuyerErased, BuyerBlocked, RecipientUnknown, ResourceExistsDifferentBody],
    },
    (call) => rejectDocument(deps, call),
  );
}
