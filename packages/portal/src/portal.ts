import { enhanceDocuments } from './enhance-documents.ts';

/** The page works without this script; where a part of it finds nothing to do, it does nothing. */
const documents = document.querySelector<HTMLElement>('[data-uploads]');
if (documents) enhanceDocuments(documents);
