import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../packages/harness/src/free-port.ts';
import { PRODUCTION_SETTINGS } from '../packages/harness/src/production-settings.ts';
import { startEmbeddedPostgres } from '../packages/server/src/demo/index.ts';
import { createKeyring, type Keyring } from '../packages/server/src/platform/keyring.ts';
import type { Place } from './measurement.ts';
import { type Bench, fetchToken, prepareOrganization, startIdp } from './prepare.ts';
import { scriptArguments, type StartedProcess, startProcess } from './processes.ts';

export const PUBLIC_BASE_URL = 'https://kyc.example.com';

/** The API as in production, in a process of its own, on the embedded PostgreSQL with its durable settings. */
export interface Service {
  readonly databaseUrl: string;
  readonly bench: Bench;
  readonly api: StartedProcess;
  /** Of the process that all of PostgreSQL's others come from. */
  readonly postgresPid: number;
  /** The service's own. */
  readonly keyring: Keyring;
  startWorker(): Promise<StartedProcess>;
  /** Good for 5 minutes. */
  freshToken(): Promise<string>;
}

export async function startService({ folder, onClose }: Place): Promise<Service> {
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log: () => undefined });
  onClose(postgres.stop);
  const bench = await prepareOrganization(postgres.url, folder);
  const { issuer, close } = await startIdp(folder, await freePort());
  onClose(close);
  const masterKey = randomBytes(32);
  const env = {
    ...PRODUCTION_SETTINGS,
    DATABASE_URL: postgres.url,
    DATA_DIR: folder,
    OIDC_ISSUER: issuer,
    PUBLIC_BASE_URL,
    MASTER_KEY: `1:${masterKey.toString('base64')}`,
    // As behind a proxy: each buyer of the bench comes from an address of his own.
    TRUST_PROXY: '127.0.0.1',
    WEBHOOK_ALLOW_LOOPBACK: 'on',
  };
  const port = await freePort();
  const api = await startProcess({
    args: scriptArguments('api'),
    port,
    env: { ...env, PORT: String(port) },
    logPath: join(folder, 'api.log'),
    readyPath: '/health/ready',
  });
  onClose(api.stop);
  return {
    databaseUrl: postgres.url,
    bench,
    api,
    postgresPid: Number.parseInt(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'latin1'), 10),
    keyring: createKeyring([{ id: 1, key: masterKey }]),
    async startWorker() {
      const adminPort = await freePort();
      const worker = await startProcess({
        args: scriptArguments('worker'),
        port: adminPort,
        env: { ...env, ADMIN_PORT: String(adminPort) },
        logPath: join(folder, 'worker.log'),
        readyPath: '/health/ready',
      });
      onClose(worker.stop);
      return worker;
    },
    freshToken: () => fetchToken(issuer, bench.clientSecret),
  };
}
