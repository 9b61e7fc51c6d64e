export { AllowKycDocumentDownload } from './capabilities.ts';
export { listActiveDocuments } from './active-documents.ts';
export {
  DOCUMENT_TYPES,
  type DocumentType,
  type FiledType,
  isDocumentType,
  missingDocuments,
  satisfies,
  typeToRequest,
} from './document-types.ts';
export {
  areFormFiles,
  deleteDraftFilesOf,
  deleteDraftFiles,
  draftFileCount,
  findNameOfUpload,
  draftsWithFiles,
  insertDraftFile,
  type KycFileRow,
  listDocumentsOfSubmission,
  listDraftFiles,
  listDraftKeys,
  listFilesOfSubmission,
  type SubmittedDocumentRow,
} from './draft-repository.ts';
export { findSentFileToRead, listSentFiles, type SentFileRow } from './documents-of-draft.ts';
export { documentsToKeep, eraseDocuments, listErasableDocuments } from './erase-documents.ts';
export { type BuyerFileRow, type DocumentRecords, documentRecords, filesOfDraft } from './document-records.ts';
export {
  type ExpiringDocument,
  isExpiring,
  listExpiring,
  sellersWithExpiring,
  tellExpiring,
} from './expiring-documents.ts';
export { KYC_FILE } from './file-columns.ts';
export { localDocument } from './documents-by-country.ts';
export type { LocalDocument, LocalWords } from './local-document.ts';
export { documentNotFound, presentDocument, presentFile, reviewFileName } from './document.ts';
export { FINDINGS_HEADER, FINDINGS_MEANING, sendStored } from './read-document-content.ts';
export { requireActiveDocument } from './require-active-document.ts';
export { DocumentNotActive } from './problems.ts';
export { fileReport, type ReportDocument } from './file-report.ts';
export { documentsFromDraft } from './documents-from-draft.ts';
export { MAX_DRAFT_FILES, MAX_FILE_BYTES } from './limits.ts';
export { KYC_MODES, type KycMode } from './kyc-mode.ts';
export {
  findRemovedFile,
  removeDraftFile,
  type RemovedFileRow,
  restoreDraftFile,
  UNDO_MINUTES,
} from './removed-files.ts';
export {
  activeTypes,
  endDocument,
  findKycBuyer,
  isRejected,
  listDraftedTypes,
  listRejections,
  type RejectionRow,
  submissionOfDocument,
} from './repository.ts';
export {
  ContentVariant,
  documentExample,
  DocumentFile,
  DocumentPath,
  DocumentTypeName,
  EndDocumentBody,
  KycDocument,
} from './schemas.ts';
export { documents } from './module.ts';
