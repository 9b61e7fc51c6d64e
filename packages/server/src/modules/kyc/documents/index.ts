export {
  DOCUMENT_TYPES,
  type DocumentType,
  isDocumentType,
  missingDocuments,
  satisfies,
  typeToRequest,
} from './document-types.ts';
export { referencedKeys, STORAGE_KEYS, STORED_FILE_COLUMNS, storedFileValues } from './file-columns.ts';
export { documentsFromDraft } from './documents-from-draft.ts';
export { MAX_FILE_BYTES } from './limits.ts';
export { kycBuyerNotFound } from './document.ts';
export { KYC_MODES, type KycMode } from './kyc-mode.ts';
export { type BuyerPlace, findKycBuyer, findReferencedKeys } from './repository.ts';
export { registerDocumentRoutes } from './routes.ts';
