import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../app.ts';
import type { Config } from '../config/config.ts';
import { systemClock } from '../platform/clock.ts';
import type { LocalIdp } from '../demo/local-idp/index.ts';
import type { Logger } from '../platform/logger.ts';
import { createTokenVerifier, type TokenVerifier } from '../platform/tokens/index.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { ProcessResources } from './open-resources.ts';
import { listenFailure } from './port.ts';

/** From an open, migrated database to a listening server. */
export async function startApi(resources: ProcessResources, lifecycle: Lifecycle): Promise<void> {
  const {
    config,
    deps: { log },
  } = resources;
  if (!config.scanner) log.warn('CLAMD_URL is not set: files are taken without a virus scan and marked UNSCANNED');
  const local = config.oidc.local ? await openLocalIdp(config, log) : undefined;
  const tokens = tokenVerifierOf(config, log, local?.audience);
  await lifecycle.onStop(tokens.close);
  const draining = { on: false };
  const app = await buildApp({ ...resources, tokens, draining, ...(local && { localIdp: local.idp }) });
  await lifecycle.onStop(() => {
    draining.on = true;
    return closeWithin(app, config.shutdownGraceMs);
  });
  await listen(app, config);
  // The local provider's keys are fetched from this very server.
  tokens.start();
}

/** Loaded for the demo alone: in production its library would only make the start slower and the process bigger. */
async function openLocalIdp({ oidc, dataDir }: Config, log: Logger): Promise<{ idp: LocalIdp; audience: string }> {
  const { createLocalIdp, LOCAL_IDP_AUDIENCE } = await import('../demo/local-idp/index.ts');
  return { idp: createLocalIdp({ issuer: oidc.issuer, dataDir, log }), audience: LOCAL_IDP_AUDIENCE };
}

function tokenVerifierOf({ oidc }: Config, log: Logger, localAudience: string | undefined): TokenVerifier {
  const { issuer, jwksUrl } = oidc;
  const audience = oidc.audience ?? localAudience;
  return createTokenVerifier({
    issuer,
    ...(audience !== undefined && { audience }),
    ...(jwksUrl !== undefined && { jwksUrl }),
    clock: systemClock,
    log,
  });
}

async function listen(app: FastifyInstance, { http }: Config): Promise<void> {
  try {
    await app.listen({ host: http.host, port: http.port });
  } catch (error) {
    throw listenFailure(error, http);
  }
}

/** Calls in flight are finished; those that take longer than the grace are cut off. */
async function closeWithin(app: FastifyInstance, graceMs: number): Promise<void> {
  const closed = app.close();
  const inTime = await Promise.race([closed.then(() => true), sleep(graceMs, false, { ref: false })]);
  if (!inTime) app.server.closeAllConnections();
  await closed;
}
