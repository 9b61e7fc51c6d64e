export { createApi } from './api.ts';
export { registerOpenapi } from './openapi-document.ts';
export { registerReferencePage } from './reference-page.ts';
