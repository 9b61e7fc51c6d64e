import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { AppDeps } from './app-deps.ts';
import type { Config } from './config/config.ts';
import { createApi, registerOpenapi, registerReferencePage } from './core/api/serving.ts';
import { createStoredAnswers } from './core/idempotency/index.ts';
import { createRateLimiter } from './core/rate-limits/index.ts';
import { webhookOperations } from './core/events/index.ts';
import { declared, modules } from './modules.ts';
import { createDirectory } from './modules/parties/organizations/index.ts';
import { registerVerificationCallbacks } from './modules/kyc/verification/serving.ts';
import { createUploads } from './modules/self-service/uploads/serving.ts';
import { type Phase, registerHealth } from './platform/http/health.ts';
import { exposeMetrics, registerRequestMetrics } from './platform/http/metrics.ts';
import { registerRequestLog } from './platform/http/request-log.ts';
import { createServer } from './platform/http/server.ts';
import { answerWrongMethods } from './platform/http/wrong-method.ts';
import type { TokenVerifier } from './platform/tokens/index.ts';
import { createOutsidePages, registerPortal } from './web/portal/index.ts';

/** What the process opened before, and closes after, the app. */
export interface AppResources {
  readonly config: Config;
  readonly deps: AppDeps;
  readonly metrics: Registry;
  readonly tokens: TokenVerifier;
  readonly phase: Phase;
  /** Adds the identity provider inside this process, in demo mode. */
  readonly mountIdentityProvider?: (app: FastifyInstance) => Promise<void>;
  /** Stands before all that is answered: of the demo, while it is made anew. */
  readonly mountGate?: (app: FastifyInstance) => void;
  /** Adds what else the demo has: the page of the mails, and what stands in for VIES and for who verifies persons. */
  readonly mountDemo?: (app: FastifyInstance) => Promise<void>;
}

/** Loaded with the app: later it would hold up what waits for an answer, of the database say, and whose time runs out meanwhile. */
const routes = await Promise.all(modules.map((module) => module.routes?.()));

/** Puts the API and the pages together. Listens to nothing yet. */
export async function buildApp(resources: AppResources): Promise<FastifyInstance> {
  const { config, deps } = resources;
  const app = createServer({
    log: deps.log,
    problemBase: config.problemBaseUrl,
    trustProxy: config.http.trustProxy,
    ...createOutsidePages(config.operator),
  });
  resources.mountGate?.(app);
  const closeWrongMethods = answerWrongMethods(app);
  watch(app, resources);
  const rateLimiter = createRateLimiter(deps.db, deps.wallClock);
  await registerOperations(app, resources, rateLimiter);
  await registerVerificationCallbacks(app, deps);
  const uploads = createUploads(deps);
  app.addHook('onClose', () => uploads.close());
  const { publicBaseUrl, plainCookies, problemBaseUrl: problemBase } = config;
  await registerPortal(app, { ...deps, uploads, rateLimiter, publicBaseUrl, plainCookies, problemBase });
  await resources.mountIdentityProvider?.(app);
  await resources.mountDemo?.(app);
  closeWrongMethods();
  return app;
}

/** With a port of their own the metrics are not told here. Health is: load balancers ask where they send their calls. */
function watch(app: FastifyInstance, { config, deps, tokens, metrics, phase }: AppResources): void {
  registerRequestMetrics(app, metrics, tokens);
  registerRequestLog(app);
  registerHealth(app, { ...deps, phase });
  if (!config.admin) exposeMetrics(app, metrics);
}

async function registerOperations(
  app: FastifyInstance,
  { config, deps, tokens }: AppResources,
  rateLimiter: ReturnType<typeof createRateLimiter>,
): Promise<void> {
  const { db, wallClock, keyring } = deps;
  const { publicBaseUrl, problemBaseUrl: problemBase } = config;
  const tokenUrl = `${config.oidc.issuer}/protocol/openid-connect/token`;
  await registerOpenapi(app, { publicBaseUrl, tokenUrl, declared });
  const directory = createDirectory(db, wallClock, config.dpaVersion);
  const api = createApi({
    app,
    db,
    tokens,
    directory,
    rateLimiter,
    answers: createStoredAnswers(db, keyring),
    problemBase,
  });
  if (config.docs) registerReferencePage(app, webhookOperations(declared.events));
  for (const register of routes) await register?.(api, deps);
}
