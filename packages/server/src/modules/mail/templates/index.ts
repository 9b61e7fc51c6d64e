export { renderInvitationMail, renderReceiptMail, renderReminderMail } from './render-mail.ts';
export type { InvitationMailModel, ReceiptMailModel, ReminderMailModel, RenderedMail } from './mail-models.ts';
