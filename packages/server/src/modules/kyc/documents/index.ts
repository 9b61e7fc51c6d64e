export {
  DOCUMENT_TYPES,
  type DocumentType,
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
export { KYC_FILE } from './file-columns.ts';
export { localDocument } from './documents-by-country.ts';
export type { LocalDocument, LocalWords } from './local-document.ts';
export { reviewFileName } from './document.ts';
export { documentsFromDraft } from './documents-from-draft.ts';
export { MAX_FILE_BYTES } from './limits.ts';
export { KYC_MODES, type KycMode } from './kyc-mode.ts';
export {
  findRemovedFile,
  removeDraftFile,
  type RemovedFileRow,
  restoreDraftFile,
  UNDO_MINUTES,
} from './removed-files.ts';
export { activeTypes, findKycBuyer, listDraftedTypes } from './repository.ts';
export { DocumentTypeName } from './schemas.ts';
export { documents } from './module.ts';
