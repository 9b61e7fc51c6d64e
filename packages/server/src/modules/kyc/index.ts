export {
  DOCUMENT_TYPES,
  type DocumentType,
  isDocumentType,
  missingDocuments,
  satisfies,
  typeToRequest,
} from './document-types.ts';
export { type DocumentFileRow, type DocumentRow, presentDocument } from './document.ts';
export { documentsFromDraft, type Draft } from './documents-from-draft.ts';
export { MAX_FILE_BYTES } from './limits.ts';
export { findReferencedKeys } from './repository.ts';
export { type KycParts, registerKycRoutes } from './routes.ts';
