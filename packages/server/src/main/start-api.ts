import { type AppResources, buildApp } from '../app.ts';
import type { Config } from '../config/config.ts';
import { tellConfinement } from '../modules/files/index.ts';
import { systemClock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { createTokenVerifier, type TokenVerifier } from '../platform/tokens/index.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { ProcessResources } from './open-resources.ts';
import { loadDemo } from './load-demo.ts';
import { closeWithin, listen } from './listener.ts';
import { publicAddress } from './port.ts';

const TELL_CONFINEMENT_AFTER_MS = 10_000;

/** From an open, migrated database to a listening server. */
export async function startApi(
  resources: ProcessResources & Pick<AppResources, 'mountDemo' | 'mountGate'>,
  lifecycle: Lifecycle,
): Promise<void> {
  const {
    config,
    deps: { log },
  } = resources;
  const local = config.oidc.local ? await openIdp(config, log) : undefined;
  const tokens = tokenVerifierOf(config, log, local?.audience);
  await lifecycle.onStop(tokens.close);
  const app = await buildApp({ ...resources, tokens, ...(local && { mountIdentityProvider: local.mount }) });
  await lifecycle.onStop(() => closeWithin(app, config.shutdownGraceMs));
  await listen(app, publicAddress(config));
  // The local provider's keys are fetched from this very server.
  tokens.start();
  // Finding it out starts four processes: not while this one is expected, and not in one that ends at once.
  const telling = setTimeout(() => void tellConfinement(log), TELL_CONFINEMENT_AFTER_MS).unref();
  await lifecycle.onStop(() => clearTimeout(telling));
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
