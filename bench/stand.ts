import { join } from 'node:path';
import { freePort } from '../packages/harness/src/free-port.ts';
import type { Place } from './measurement.ts';
import { installedPrism } from './prism.ts';
import { type StartedProcess, startProcess } from './processes.ts';
import { type Service, startService } from './service.ts';

const SPEC = 'bench/founding-operation.openapi.yaml';
/** Of the 5 minutes that a token is good for. */
const TOKEN_LASTS_MS = 120_000;

/** The service and Prism beside it, up and ready. */
export interface Stand extends Service {
  readonly prism: StartedProcess;
  /** Good for some minutes; the same one for a while, as integrators keep it. */
  token(): Promise<string>;
}

export async function buildStand(place: Place): Promise<Stand> {
  const prismProgram = installedPrism();
  const service = await startService(place);
  // Prism's line for every request is turned off, in its favour; the API writes its own, as in production.
  const port = await freePort();
  const prism = await startProcess({
    args: [prismProgram, 'mock', SPEC, '--port', String(port), '--verboseLevel', 'error'],
    port,
    env: {},
    logPath: join(place.folder, 'prism.log'),
    readyPath: '/',
  });
  place.onClose(prism.stop);
  let kept: { readonly token: Promise<string>; readonly sinceMs: number } | undefined;
  return {
    ...service,
    prism,
    token() {
      if (!kept || performance.now() - kept.sinceMs > TOKEN_LASTS_MS)
        kept = { token: service.freshToken(), sinceMs: performance.now() };
      return kept.token;
    },
  };
}
