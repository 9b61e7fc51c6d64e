import { defineModule } from '../../../core/module.ts';
import { InvitationExpired } from './events.ts';
import type { InvitationDeps } from './invitation.ts';
import { invitationJobs } from './jobs.ts';
import { invitationMail } from './mails/invitation-mail.ts';
import type { LinkMailDeps } from './mails/link-mail.ts';
import { reminderMail } from './mails/reminder-mail.ts';
import { InvitationNotActive } from './problems.ts';

export const invitations = defineModule<InvitationDeps & LinkMailDeps>({
  name: 'invitations',
  tables: ['invitations', 'invitation_tallies', 'invitation_changes'],
  views: ['invitation_facts', 'invitation_status', 'invitation_moves', 'utc_day'],
  tag: {
    name: 'Self-service invitations',
    description: 'A buyer completes his KYC file by a mailed link, without an account.',
  },
  problems: [InvitationNotActive],
  events: [InvitationExpired],
  actions: {
    'invitation.create': { activity: 'CREATED' },
    'invitation.resend': { activity: 'RESENT' },
    'invitation.revoke': { activity: 'REVOKED' },
    // Shown as a new address of the invitation, and by the resend that follows.
    'invitation.replace-link': {},
    'invitation.expire': { activity: 'EXPIRED' },
  },
  mails: [invitationMail, reminderMail],
  routes: async () => (await import('./routes.ts')).registerInvitationRoutes,
  periodic: invitationJobs,
});
