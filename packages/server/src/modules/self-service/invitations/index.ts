export type { InvitationStatus } from './invitation.ts';
export {
  type BuyerMailModel,
  type BuyerMailWords,
  buyerMailModel,
  renderBuyerMail,
  visitorMailModel,
  wordsOf,
} from './mails/buyer-mail.ts';
export { type LinkMailDeps, linkMailEnvelope, linkMailModel } from './mails/link-mail.ts';
export { adviceBlocks, type AskingMailModel, documentList, linkBlocks, onBehalf } from './mails/link-mail-blocks.ts';
export { logoAttachments } from './mails/mail-brand.ts';
export {
  carriesWorkingLink,
  findMailedInvitation,
  findMailedLink,
  type MailedInvitation,
  type MailedLink,
} from './mails/mailed-invitation-repository.ts';
export { countLinksOf, retireLinkKey } from './retire-link-key.ts';
export { planInvitation } from './create-invitation.ts';
export { aboutInvitation, type InvitationDeps, type InvitationRow, presentInvitation } from './invitation.ts';
export type { Letter } from './letter.ts';
export { PROSPECT_TYPES, type ProspectType, ProspectTypeName } from './prospect-links/schemas.ts';
export { createPosterPress, type PosterPress } from './prospect-links/poster-press.ts';
export { expireOverdue, findAskable, findInvitation, inviteAlong, mayInvite } from './repository.ts';
export { planResend } from './resend-invitation.ts';
export { aboutLink, type LinkVisitor, type StandingLink } from './standing-link.ts';
export {
  askAgain,
  askAgainByMail,
  lockAsked,
  lockEnded,
  lockStanding,
  markAsked,
  markOpened,
  markReported,
  mayAskByMail,
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
export { deletePlaces, IDLE_DRAFT_DAYS, lockFreePlaces, lockIdlePlaces, lockPlaces } from './erased-places.ts';
export {
  askForDocuments,
  findPlace,
  type LinkPlaceRow,
  lockPlaceForUse,
  type PublishedLink,
  renewPlace,
  reservePlace,
  standsPublished,
  usePlace,
} from './places-repository.ts';
export { type InvitationRecord, invitationRecords } from './invitation-records.ts';
export { type Asked, type AskedState, readAsked, resendAsked } from './resend-asked.ts';
export {
  eraseAllRows,
  eraseRow,
  listOfBuyer,
  lockAllOf,
  type OperatedInvitation,
  type OperatorFilter,
} from './operator-repository.ts';
export {
  Invitation,
  INVITATION_STATUSES,
  invitationExample,
  InvitationPath,
  PartnerInvitationPath,
} from './schemas.ts';
export { InvitationNotActive } from './problems.ts';
export { invitations } from './module.ts';
