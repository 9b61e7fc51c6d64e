import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../app.ts';
import type { Config } from '../config/config.ts';
import { tellConfinement } from '../modules/files/index.ts';
import { systemClock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { createTokenVerifier, type TokenVerifier } from '../platform/tokens/index.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { ProcessResources } from './open-resources.ts';
import { loadDemo } from './load-demo.ts';
import { listenFailure } from './port.ts';

/** From an open, migrated database to a listening server. */
export async function startApi(resources: ProcessResources, lifecycle: Lifecycle): Promise<void> {
  const {
    config,
    deps: { log },
  } = resources;
  if (!config.scanner) log.warn('CLAMD_URL is not set: files are taken without a virus scan and marked UNSCANNED');
  void tellConfinement(log);
  const local = config.oidc.local ? await openIdp(config, log) : undefined;
  const tokens = tokenVerifierOf(config, log, local?.audience);
  await lifecycle.onStop(tokens.close);
  const draining = { on: false };
  const app = await buildApp({ ...resources, tokens, draining, ...(local && { mountIdentityProvider: local.mount }) });
  await lifecycle.onStop(() => {
    draining.on = true;
    return closeWithin(app, config.shutdownGraceMs);
  });
  await listen(app, config);
  // The local provider's keys are fetched from this very server.
  tokens.start();
}

async function openIdp({ oidc, dataDir }: Config, log: Logger) {
  const { openLocalIdp } = await loadDemo();
  return openLocalIdp({ issuer: oidc.issuer, dataDir, log });
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
