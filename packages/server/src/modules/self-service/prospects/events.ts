import Type from 'typebox';
import { Uuid } from '../../../core/api/index.ts';
import { PROSPECT_TYPES } from '../invitations/index.ts';
import { defineEvent, Instant } from '../../../core/events/index.ts';

/** Contract 6. */
export const ProspectSubmitted = defineEvent('prospect.submitted', {
  title: 'ProspectSubmitted',
  about: 'seller',
  when: 'Somebody has completed a submission on a PROSPECT link; `self_service_invitation.used` is told too.',
  data: Type.Object({
    type: Type.Enum([...PROSPECT_TYPES], { type: 'string', description: '`COMPANY` or `CONSUMER`' }),
    prospectUuid: Type.String({ ...Uuid, description: 'the prospect' }),
    invitationUuid: Type.String({ ...Uuid, description: 'the link' }),
    submittedAt: Instant,
  }),
});
