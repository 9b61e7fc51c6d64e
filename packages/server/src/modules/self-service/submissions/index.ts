export { ABUSE_REASONS, type AbuseReason } from './abuse-report.ts';
export { answerCompany } from './answer-company.ts';
export { COMPANY_FIELDS, type CompanyCorrection, type CompanyField } from './company-correction.ts';
export {
  answerNotSupplied,
  listNotSupplied,
  type NotSuppliedDeps,
  takeBackNotSupplied,
} from './answer-not-supplied.ts';
export { askNewLink } from './ask-new-link.ts';
export { addToDraft, type Admission, attachFile, type DraftDeps, MAX_DRAFT_FILES } from './attach-file.ts';
export { eraseWords } from './draft-repository.ts';
export { DRAFT_GRACE_DAYS } from './draft-grace.ts';
export { endSession, isSessionEnded } from './ended-sessions.ts';
export { findLink, findLinkState, type LinkPlace, type LinkRow, type LinkState } from './link-repository.ts';
export { endOfLink, type LinkEnd, restOfLink } from './link-state.ts';
export { listSubmittedFiles } from './list-submitted-files.ts';
export { type NotSupplied, REASON_MAX_LENGTH } from './not-supplied.ts';
export { openInvitation } from './open-invitation.ts';
export { infectedEntry, recordInfected } from './record-infected.ts';
export { removeFile } from './remove-file.ts';
export { reportMisuse } from './report-misuse.ts';
export { isFulfilled } from './requested-documents.ts';
export { submitKyc } from './submit-kyc.ts';
export { submissions } from './module.ts';
