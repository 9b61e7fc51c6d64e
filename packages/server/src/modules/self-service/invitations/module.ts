import { defineModule } from '../../../core/module.ts';
import { InvitationExpired } from './events.ts';
import type { InvitationDeps } from './invitation.ts';
import { invitationJobs } from './jobs.ts';
import { nextOfInvitations } from './jobs-repository.ts';
import { invitationMail } from './mails/invitation-mail.ts';
import type { LinkMailDeps } from './mails/link-mail.ts';
import { reminderMail } from './mails/reminder-mail.ts';
import { InvitationNotActive } from './problems.ts';
import type { PosterDeps } from './prospect-links/get-invitation-poster.ts';

export const invitations = defineModule<InvitationDeps & LinkMailDeps & PosterDeps>({
  name: 'invitations',
  tables: ['invitations', 'invitation_tallies', 'invitation_changes', 'link_places'],
  views: [
    'invitation_facts',
    'invitation_status',
    'invitation_moves',
    'link_place_facts',
    'places_reserved',
    'utc_day',
  ],
  tag: {
    name: 'Self-service invitations',
    description:
      'A buyer completes his KYC file by a mailed link, and people not yet known register by a published one; none of them needs an account.',
  },
  problems: [InvitationNotActive],
  events: [InvitationExpired],
  actions: {
    'invitation.create': { activity: 'CREATED' },
    'invitation.update': { activity: 'UPDATED' },
    'invitation.resend': { activity: 'RESENT' },
    'invitation.revoke': { activity: 'REVOKED' },
    // Shown as a new address of the invitation, and by the resend that follows.
    'invitation.replace-link': {},
    'invitation.expire': { activity: 'EXPIRED' },
  },
  mails: [invitationMail, reminderMail],
  routes: async () => (await import('./routes.ts')).registerInvitationRoutes,
  nextDue: nextOfInvitations,
  periodic: invitationJobs,
});
