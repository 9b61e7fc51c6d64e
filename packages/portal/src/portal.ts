import { enhanceDocuments } from './enhance-documents.ts';
import { watchSessionEnd } from './session-end.ts';

/** The page works without this script; where a part of it finds nothing to do, it does nothing. */
const documents = document.querySelector<HTMLElement>('[data-uploads]');
if (documents) enhanceDocuments(documents);
const sessionEnd = document.querySelector<HTMLElement>('[data-session-end]');
if (sessionEnd) watchSessionEnd(sessionEnd);
