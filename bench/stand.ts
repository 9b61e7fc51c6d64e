import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Load, startLoad } from './load.ts';
import { type Bench, fetchToken, prepareInvitations, prepareOrganization, startIdp } from './prepare.ts';
import { installedPrism } from './prism.ts';
import { freePort } from '../packages/harness/src/free-port.ts';
import { PRODUCTION_SETTINGS } from '../packages/harness/src/production-settings.ts';
import { residentMegabytes, scriptArguments, type StartedProcess, startProcess } from './processes.ts';
import { IDLE_MS } from './start-time.ts';
import { startEmbeddedPostgres } from '../packages/server/src/demo/index.ts';

const SPEC = 'bench/founding-operation.openapi.yaml';

/** Everything that is measured, up and ready. */
export interface Stand {
  readonly databaseUrl: string;
  readonly bench: Bench;
  readonly load: Load;
  readonly api: StartedProcess;
  readonly prism: StartedProcess;
  readonly token: string;
  /** Of API and worker, started and not yet used; undefined where it cannot be read. */
  readonly idleMegabytes: { readonly api: number | undefined; readonly worker: number | undefined };
  startWorker(): Promise<StartedProcess>;
  /** `token` is good for 5 minutes. */
  freshToken(): Promise<string>;
}

export type OnClose = (close: () => Promise<void> | void) => void;

/** The API as in production, in a process of its own, on the embedded PostgreSQL with its durable settings; and Prism. */
export async function buildStand(folder: string, invitations: number, onClose: OnClose): Promise<Stand> {
  const prismProgram = installedPrism();
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log: () => undefined });
  onClose(postgres.stop);
  const bench = await prepareOrganization(postgres.url, folder);
  const { issuer, close } = await startIdp(folder, await freePort());
  onClose(close);
  const env = {
    ...PRODUCTION_SETTINGS,
    DATABASE_URL: postgres.url,
    DATA_DIR: folder,
    OIDC_ISSUER: issuer,
    PUBLIC_BASE_URL: 'https://kyc.example.com',
    MASTER_KEY: `1:${randomBytes(32).toString('base64')}`,
    WEBHOOK_ALLOW_LOOPBACK: 'on',
  };
  const ports = { api: await freePort(), worker: await freePort(), prism: await freePort() };
  const logPath = (name: string): string => join(folder, `${name}.log`);
  const api = await startProcess({
    args: scriptArguments('api'),
    port: ports.api,
    env: { ...env, PORT: String(ports.api) },
    logPath: logPath('api'),
    readyPath: '/health/ready',
  });
  onClose(api.stop);
  const startWorker = (): Promise<StartedProcess> =>
    startProcess({ args: scriptArguments('worker'), port: ports.worker, env, logPath: logPath('worker') });
  const worker = await startWorker();
  await sleep(IDLE_MS);
  const idleMegabytes = { api: residentMegabytes(api.pid), worker: residentMegabytes(worker.pid) };
  await worker.stop();
  await prepareInvitations(postgres.url, bench, 0, invitations);
  // Prism's line for every request is turned off, in its favour; the API writes its own, as in production.
  const prism = await startProcess({
    args: [prismProgram, 'mock', SPEC, '--port', String(ports.prism), '--verboseLevel', 'error'],
    port: ports.prism,
    env: {},
    logPath: logPath('prism'),
    readyPath: '/',
  });
  onClose(prism.stop);
  const load = startLoad();
  onClose(load.close);
  const freshToken = (): Promise<string> => fetchToken(issuer, bench.clientSecret);
  const token = await freshToken();
  return { databaseUrl: postgres.url, bench, load, api, prism, token, idleMegabytes, startWorker, freshToken };
}
