export { ABUSE_REASONS, type AbuseReason } from './abuse-report.ts';
export { answerCompany } from './answer-company.ts';
export { askNewLink } from './ask-new-link.ts';
export { attachFile, MAX_DRAFT_FILES } from './attach-file.ts';
export {
  findLink,
  hasRoom,
  type LinkFileRow,
  type LinkRow,
  listDraftFiles,
  listSubmittedFiles,
  lockStanding,
  type SubmittedFileRow,
} from './link-repository.ts';
export { endOfLink, type LinkEnd } from './link-state.ts';
export { openInvitation } from './open-invitation.ts';
export { infectedEntry, recordInfected } from './record-infected.ts';
export { removeFile } from './remove-file.ts';
export { reportMisuse } from './report-misuse.ts';
export { isFulfilled } from './requested-documents.ts';
export { submitKyc } from './submit-kyc.ts';
export { submissions } from './module.ts';
