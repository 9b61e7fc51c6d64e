export {
  DOCUMENT_TYPES,
  type DocumentType,
  isDocumentType,
  missingDocuments,
  satisfies,
  typeToRequest,
} from './document-types.ts';
export { documentsFromDraft } from './documents-from-draft.ts';
export { MAX_FILE_BYTES } from './limits.ts';
export { findReferencedKeys } from './repository.ts';
export { registerKycRoutes } from './routes.ts';
