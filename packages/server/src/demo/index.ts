export { bannerOf } from './banner.ts';
export { type DemoFile, ensureDemo } from './demo.ts';
export { EmbeddedPostgresError, startEmbeddedPostgres } from './embedded-postgres/embedded-postgres.ts';
export { mergeLocalClients } from './local-client-file.ts';
