import type { Lifecycle } from './lifecycle.ts';
import { closeWithin, listen } from './listener.ts';
import type { ProcessResources } from './open-resources.ts';
import { adminAddress } from './port.ts';

/** Whoever is looking as the process ends gets his answer, if it is a quick one. */
const LAST_LOOK_MS = 500;

/**
 * The port of operators, where one is set: one for all that the process does. It is there before everything else and goes after it, so
 * that a start, and a stop, can be watched.
 */
export async function startAdmin(resources: ProcessResources, lifecycle: Lifecycle): Promise<void> {
  const { config, deps, metrics, phase } = resources;
  const address = adminAddress(config);
  if (!address) return;
  // A worker without it needs nothing of HTTP.
  const { buildAdminServer } = await import('../platform/http/admin-server.ts');
  const app = buildAdminServer({ ...deps, problemBase: config.problemBaseUrl, phase, metrics });
  await lifecycle.onStop(() => closeWithin(app, LAST_LOOK_MS));
  await listen(app, address);
  deps.log.info({ host: address.host, port: address.port }, 'metrics and health listening');
}

/** All that the process does is started; when it is to stop, this is known first. */
export async function markServing({ phase }: ProcessResources, lifecycle: Lifecycle): Promise<void> {
  phase.now = 'serving';
  await lifecycle.onStop(() => void (phase.now = 'stopping'));
}
