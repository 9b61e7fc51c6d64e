export { type Api, createApi, type ReceivedBody } from './api.ts';
export { auditActor, type Call, type Decision } from './route-spec.ts';
export { limitOffset, orderBy, pageOf, pageQuery, presentPage, sortQuery, windowOf } from './lists.ts';
export { registerMeRoute } from './me-route.ts';
export { registerOpenapi } from './openapi-document.ts';
export { registerReferencePage } from './reference-page.ts';
