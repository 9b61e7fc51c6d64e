export { renderAbuseReportMail, renderNewLinkRequestMail } from './operator-mails.ts';
export { renderInvitationMail, renderReceiptMail, renderReminderMail } from './render-mail.ts';
export type { RenderedMail } from './mail-models.ts';
