export {
  DOCUMENT_TYPES,
  type DocumentType,
  isDocumentType,
  missingDocuments,
  satisfies,
  typeToRequest,
} from './document-types.ts';
export { KYC_FILE, STORAGE_KEYS, STORED_FILE_COLUMNS, storedFileValues } from './file-columns.ts';
export { documentsFromDraft } from './documents-from-draft.ts';
export { MAX_FILE_BYTES } from './limits.ts';
export { KYC_MODES, type KycMode } from './kyc-mode.ts';
export { findKycBuyer } from './repository.ts';
export { documents } from './module.ts';
