export { ABUSE_REASONS, type AbuseReason } from './abuse-report.ts';
export { answerCompany } from './answer-company.ts';
export { COMPANY_FIELDS, type CompanyCorrection, type CompanyField } from './company-correction.ts';
export { answerNotSupplied, listNotSupplied, takeBackNotSupplied } from './answer-not-supplied.ts';
export { askNewLink } from './ask-new-link.ts';
export { addToDraft, type Admission, attachFile, type DraftDeps } from './attach-file.ts';
export { isDeviceLinkUsed, openOnDevice } from './device-sessions.ts';
export { eraseWords } from './draft-repository.ts';
export { DRAFT_GRACE_DAYS } from './draft-grace.ts';
export { endSession, isSessionEnded } from './ended-sessions.ts';
export type { LinkPlace, LinkRow, LinkState, PublishedFacts } from './link.ts';
export { findLink, findLinkState } from './link-repository.ts';
export { endOfLink, type LinkEnd, restOfLink } from './link-state.ts';
export { listSubmittedFiles } from './list-submitted-files.ts';
export { NotSuppliedDocument } from './schemas.ts';
export { type NotSupplied, REASON_MAX_LENGTH } from './not-supplied.ts';
export { forgetNotSupplied } from './not-supplied-repository.ts';
export { openInvitation } from './open-invitation.ts';
export { infectedEntry, recordInfected } from './record-infected.ts';
export { removeFile } from './remove-file.ts';
export { restoreFile, type RestoreOutcome } from './restore-file.ts';
export { reportMisuse } from './report-misuse.ts';
export { isFulfilled } from './requested-documents.ts';
export { invitationOfSubmission } from './submission-repository.ts';
export { type DraftRecord, draftRecord, submissionRecord } from './submission-records.ts';
export { sentDocuments } from './mails/sent-documents.ts';
export { submissionReference } from './submission-reference.ts';
export { InvitationUsed } from './events.ts';
export { dropNotSupplied } from './not-supplied-repository.ts';
export {
  type ReadySubmission,
  readyDraft,
  submitDraft,
  type SubmitDeps,
  type Submission,
  type SubmitOutcome,
} from './submit-draft.ts';
export { submitKyc } from './submit-kyc.ts';
export { submissions } from './module.ts';
