import Type from 'typebox';
import { Uuid } from '../../../core/api/index.ts';
import { defineEvent } from '../../../core/events/index.ts';

/** Contract 6. */
export const InvitationUsed = defineEvent('self_service_invitation.used', {
  when: 'A buyer has completed his submission on the link.',
  data: Type.Object({
    kind: Type.Enum(['KYC', 'PROSPECT'], { type: 'string', description: '`KYC` or `PROSPECT`' }),
    invitationUuid: Type.String({ ...Uuid, description: 'the invitation' }),
    buyerUuid: Type.Optional(Type.String({ ...Uuid, description: 'the buyer; KYC only' })),
    prospectUuid: Type.Optional(Type.String({ ...Uuid, description: 'the prospect; PROSPECT only' })),
    usedAt: Type.String({ format: 'date-time', description: 'ISO 8601, UTC' }),
  }),
});
