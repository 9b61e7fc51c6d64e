import { join } from 'node:path';
import { freePort } from '../packages/harness/src/free-port.ts';
import { type Load, startLoad } from './load.ts';
import type { Place } from './measurement.ts';
import { prepareInvitations } from './prepare.ts';
import { installedPrism } from './prism.ts';
import { type StartedProcess, startProcess } from './processes.ts';
import { type Service, startService } from './service.ts';

const SPEC = 'bench/founding-operation.openapi.yaml';

/** The service, Prism beside it and the load for both, up and ready. */
export interface Stand extends Service {
  readonly load: Load;
  readonly prism: StartedProcess;
  readonly token: string;
}

export async function buildStand(place: Place, invitations: number): Promise<Stand> {
  const prismProgram = installedPrism();
  const service = await startService(place);
  await prepareInvitations(service.databaseUrl, service.bench, 0, invitations);
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
  const load = startLoad();
  place.onClose(load.close);
  return { ...service, load, prism, token: await service.freshToken() };
}
