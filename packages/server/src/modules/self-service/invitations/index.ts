export type { InvitationStatus } from './invitation.ts';
export { type BuyerMailModel, buyerMailModel, renderBuyerMail, wordsOf } from './mails/buyer-mail.ts';
export { logoAttachments } from './mails/mail-brand.ts';
export { findMailedInvitation, type MailedInvitation } from './mails/mailed-invitation-repository.ts';
export { countLinksOf, retireLinkKey } from './retire-link-key.ts';
export { expireOverdue } from './repository.ts';
export {
  type LinkVisitor,
  lockEnded,
  lockStanding,
  markAsked,
  markOpened,
  markReported,
  type StandingLink,
  useStanding,
} from './standing-repository.ts';
export {
  getForOperator,
  listForOperator,
  OPERATOR,
  persist,
  requireReason,
  resendForOperator,
  revokeForOperator,
} from './operator.ts';
export { type Asked, type AskedState, readAsked, resendAsked } from './resend-asked.ts';
export { eraseRow, type OperatedInvitation, type OperatorFilter } from './operator-repository.ts';
export { INVITATION_STATUSES, InvitationPath, PartnerInvitationPath } from './schemas.ts';
export { InvitationNotActive } from './problems.ts';
export { invitations } from './module.ts';
