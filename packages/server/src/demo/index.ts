export { bannerOf } from './banner.ts';
export { type DemoFile, ensureDemo, readDemoFile } from './demo.ts';
export { startEmbeddedPostgres } from './embedded-postgres/embedded-postgres.ts';
export { openLocalIdp } from './local-idp/index.ts';
export { openVerificationSandbox } from './verification-sandbox/index.ts';
export { openOutbox } from './outbox/index.ts';
export { mergeLocalClients } from './local-client-file.ts';
export { createViesStandIn } from './vies-stand-in/index.ts';
export * as sandbox from './sandbox/index.ts';
