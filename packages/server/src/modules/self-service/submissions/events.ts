import Type from 'typebox';
import { Uuid } from '../../../core/api/index.ts';
import { defineEvent, Instant } from '../../../core/events/index.ts';

/** Contract 6. */
export const InvitationUsed = defineEvent('self_service_invitation.used', {
  title: 'InvitationUsed',
  about: 'seller',
  when: 'A buyer has completed his submission on the link.',
  data: Type.Object({
    kind: Type.Enum(['KYC', 'PROSPECT'], { type: 'string', description: '`KYC` or `PROSPECT`' }),
    invitationUuid: Type.String({ ...Uuid, description: 'the invitation' }),
    buyerUuid: Type.Optional(Type.String({ ...Uuid, description: 'the buyer; KYC only' })),
    prospectUuid: Type.Optional(Type.String({ ...Uuid, description: 'the prospect; PROSPECT only' })),
    usedAt: Instant,
    companyDataRemark: Type.Optional(
      Type.Literal(true, {
        description: 'the buyer corrected the company data, or wrote what is wrong with it: read the submission',
      }),
    ),
    documentsNotSupplied: Type.Optional(
      Type.Literal(true, {
        description: 'of what was requested, the buyer says that he cannot supply something: read the submission',
      }),
    ),
  }),
});
