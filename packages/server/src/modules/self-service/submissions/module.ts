import { defineModule } from '../../../core/module.ts';
import { InvitationUsed } from './events.ts';
import { abuseReportMail, type AbuseReportMailDeps } from './mails/abuse-report-mail.ts';
import { arrivalMail } from './mails/arrival-mail.ts';
import { newLinkRequestMail, type NewLinkRequestMailDeps } from './mails/new-link-request-mail.ts';
import { receiptMail } from './mails/receipt-mail.ts';

import { submissionJobs } from './jobs.ts';
import type { SubmissionDeps } from './get-invitation-submission.ts';
import { registerSubmissionRoutes } from './routes.ts';

export const submissions = defineModule<AbuseReportMailDeps & NewLinkRequestMailDeps & SubmissionDeps>({
  name: 'submissions',
  tables: ['kyc_drafts', 'kyc_submissions', 'ended_sessions'],
  views: ['draft_answer'],
  events: [InvitationUsed],
  mails: [receiptMail, arrivalMail, newLinkRequestMail, abuseReportMail],
  actions: {
    'invitation.open': { activity: 'OPENED' },
    'invitation.submit': { activity: 'SUBMITTED' },
    'invitation.ask': { activity: 'NEW_LINK_ASKED' },
    'invitation.report': { activity: 'ABUSE_REPORTED' },
  },
  routes: registerSubmissionRoutes,
  periodic: submissionJobs,
});
