import type { FastifyInstance } from 'fastify';
import type { Config } from './config/config.ts';
import { createApi, registerOpenapi, registerReferencePage } from './core/api/index.ts';
import { registerBuyerRoutes } from './modules/parties/buyers/index.ts';
import type { FileStore } from './modules/files/index.ts';
import { createStoredAnswers } from './core/idempotency/index.ts';
import { registerInvitationRoutes } from './modules/self-service/invitations/index.ts';
import { registerDocumentRoutes } from './modules/kyc/documents/index.ts';
import { registerStatusRoutes } from './modules/kyc/status/index.ts';
import { createDirectory, registerMeRoute } from './modules/parties/organizations/index.ts';
import { createUnroutableAnswer, registerPortal } from './web/portal/index.ts';
import { createRateLimiter } from './core/rate-limits/index.ts';
import { createUploads } from './modules/self-service/uploads/index.ts';
import { registerWebhookRoutes, waitingWebhooks } from './modules/delivery/webhooks/index.ts';
import type { Clock } from './platform/clock.ts';
import type { Database } from './platform/db/database.ts';
import { type Draining, registerHealth } from './platform/http/health.ts';
import { type FileMetrics, registerMetrics } from './platform/http/metrics.ts';
import { registerWaitingWork } from './platform/http/waiting-work.ts';
import { waitingJobs } from './platform/jobs/index.ts';
import { registerRequestLog } from './platform/http/request-log.ts';
import { createServer } from './platform/http/server.ts';
import { answerWrongMethods } from './platform/http/wrong-method.ts';
import type { Keyring } from './platform/keyring.ts';
import type { LocalIdp } from './demo/local-idp/index.ts';
import { registerLocalIdp } from './demo/local-idp/register-local-idp.ts';
import type { Logger } from './platform/logger.ts';
import { createNameResolver } from './platform/outbound-http/name-resolver.ts';
import type { TokenVerifier } from './platform/tokens/index.ts';
import { createLinks, type LinkKeys } from './modules/self-service/links/index.ts';

/** What the process opened before, and closes after, the app. */
export interface AppResources {
  readonly config: Config;
  readonly db: Database;
  /** For the one connection that holds the locks of uploads. */
  readonly databaseUrl: string;
  readonly keyring: Keyring;
  readonly files: FileStore;
  /** What the file store reports to. */
  readonly fileMetrics: FileMetrics;
  readonly linkKeys: LinkKeys;
  readonly tokens: TokenVerifier;
  readonly clock: Clock;
  readonly log: Logger;
  readonly draining: Draining;
  /** The identity provider inside this process, in demo mode. */
  readonly localIdp?: LocalIdp;
}

/** Puts the parts together; the one place where everything meets. Listens to nothing yet. */
export async function buildApp(resources: AppResources): Promise<FastifyInstance> {
  const { config, db, keyring, clock, log, tokens } = resources;
  const problemBase = config.problemBaseUrl;
  const app = createServer({
    log,
    problemBase,
    trustProxy: config.http.trustProxy,
    answerUnroutable: createUnroutableAnswer(config.operator),
  });
  const closeWrongMethods = answerWrongMethods(app);
  const metrics = registerMetrics(app, db, tokens);
  resources.fileMetrics.register(metrics);
  registerWaitingWork(metrics, db, [waitingJobs, ...waitingWebhooks]);
  registerRequestLog(app);
  registerHealth(app, { db, draining: resources.draining, metrics });
  await registerOpenapi(app, config.publicBaseUrl, `${config.oidc.issuer}/protocol/openid-connect/token`);

  const links = createLinks(resources.linkKeys, config.publicBaseUrl);
  const rateLimiter = createRateLimiter(db, clock);
  const api = createApi({
    app,
    db,
    tokens,
    directory: createDirectory(db, clock, config.dpaVersion),
    rateLimiter,
    answers: createStoredAnswers(db, keyring),
    problemBase,
  });
  registerReferencePage(app);
  registerMeRoute(api);
  registerBuyerRoutes(api, { db, clock });
  registerStatusRoutes(api, { db, completeDocuments: config.completeDocuments });
  await registerDocumentRoutes(app, api, { db, files: resources.files });
  registerInvitationRoutes(api, { db, links, completeDocuments: config.completeDocuments });
  registerWebhookRoutes(api, { db, keyring, addresses: { ...config.webhooks, resolveName: createNameResolver() } });
  const { databaseUrl, files } = resources;
  const uploads = createUploads({ db, databaseUrl, files, keyring, dataDir: config.dataDir, log });
  app.addHook('onClose', () => uploads.close());
  await registerPortal(app, {
    db,
    links,
    files,
    uploads,
    keyring,
    clock,
    rateLimiter,
    publicBaseUrl: config.publicBaseUrl,
    problemBase,
    completeDocuments: config.completeDocuments,
    operator: config.operator,
  });
  if (resources.localIdp) await registerLocalIdp(app, resources.localIdp);
  closeWrongMethods();
  return app;
}
