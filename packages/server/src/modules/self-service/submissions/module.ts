import { defineModule } from '../../../core/module.ts';
import type { Database } from '../../../platform/db/database.ts';
import { InvitationUsed } from './events.ts';
import { submissionJobs } from './jobs.ts';

export const submissions = defineModule<{ readonly db: Database }>({
  name: 'submissions',
  tables: ['kyc_drafts', 'kyc_submissions'],
  events: [InvitationUsed],
  actions: {
    'invitation.open': { activity: 'OPENED' },
    'invitation.submit': { activity: 'SUBMITTED' },
    'invitation.ask': { activity: 'NEW_LINK_ASKED' },
    'invitation.report': { activity: 'ABUSE_REPORTED' },
  },
  periodic: submissionJobs,
});
