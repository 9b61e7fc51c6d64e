export { renderAbuseReportMail, renderEndpointPausedMail, renderNewLinkRequestMail } from './operator-mails.ts';
export { renderInvitationMail, renderReceiptMail, renderReminderMail } from './render-mail.ts';
export { defaultColors, type MailBrand } from './mail-brand.ts';
export type { RenderedMail } from './mail-models.ts';
