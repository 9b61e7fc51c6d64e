import { defineModule } from '../../../core/module.ts';
import { InvitationUsed } from './events.ts';

export const submissions = defineModule({
  name: 'submissions',
  tables: ['kyc_drafts', 'kyc_submissions'],
  events: [InvitationUsed],
  actions: {
    'invitation.open': { activity: 'OPENED' },
    'invitation.submit': { activity: 'SUBMITTED' },
    'invitation.ask': { activity: 'NEW_LINK_ASKED' },
    'invitation.report': { activity: 'ABUSE_REPORTED' },
  },
});
