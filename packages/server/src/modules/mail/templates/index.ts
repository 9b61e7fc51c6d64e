export { renderInvitationMail, renderReceiptMail, renderReminderMail } from './render-mail.ts';
export type { RenderedMail } from './mail-models.ts';
