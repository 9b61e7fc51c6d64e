import { defineModule } from '../../../core/module.ts';
import { InvitationUsed } from './events.ts';
import { abuseReportMail, type AbuseReportMailDeps } from './mails/abuse-report-mail.ts';
import { arrivalMail } from './mails/arrival-mail.ts';
import { newLinkRequestMail, type NewLinkRequestMailDeps } from './mails/new-link-request-mail.ts';
import { receiptMail } from './mails/receipt-mail.ts';

import { submissionJobs } from './jobs.ts';
import type { SubmissionDeps } from './get-invitation-submission.ts';
import { sealedReasons } from './sealed-reasons.ts';

export const submissions = defineModule<AbuseReportMailDeps & NewLinkRequestMailDeps & SubmissionDeps>({
  name: 'submissions',
  tables: ['kyc_drafts', 'kyc_submissions', 'kyc_not_supplied', 'ended_sessions', 'used_device_links'],
  views: ['draft_answer', 'types_not_supplied'],
  events: [InvitationUsed],
  mails: [receiptMail, arrivalMail, newLinkRequestMail, abuseReportMail],
  actions: {
    'invitation.open': { activity: 'OPENED' },
    'invitation.open-device': {},
    'invitation.submit': { activity: 'SUBMITTED' },
    'invitation.ask': { activity: 'NEW_LINK_ASKED' },
    'invitation.report': { activity: 'ABUSE_REPORTED' },
  },
  sealed: [sealedReasons],
  routes: async () => (await import('./routes.ts')).registerSubmissionRoutes,
  periodic: submissionJobs,
});
