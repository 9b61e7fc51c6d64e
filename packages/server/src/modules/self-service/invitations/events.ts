import Type from 'typebox';
import { Uuid } from '../../../core/api/index.ts';
import { defineEvent, Instant } from '../../../core/events/index.ts';

/** Contract 6. */
export const InvitationExpired = defineEvent('self_service_invitation.expired', {
  title: 'InvitationExpired',
  about: 'seller',
  when: 'An invitation has reached its end unused; told once, within a minute. An expired invitation that is revived and expires again is told again. A revocation raises no event: you did it.',
  data: Type.Object({
    kind: Type.Enum(['KYC', 'PROSPECT'], { type: 'string', description: '`KYC` or `PROSPECT`' }),
    invitationUuid: Type.String({ ...Uuid, description: 'the invitation' }),
    buyerUuid: Type.Optional(Type.String({ ...Uuid, description: 'the buyer; KYC only' })),
    expiredAt: Instant,
  }),
});
