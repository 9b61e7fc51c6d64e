import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from '../packages/harness/src/free-port.ts';
import { PRODUCTION_SETTINGS } from '../packages/harness/src/production-settings.ts';
import { startEmbeddedPostgres } from '../packages/server/src/demo/index.ts';
import type { Place } from './measurement.ts';
import { type Bench, fetchToken, prepareOrganization, startIdp } from './prepare.ts';
import { scriptArguments, type StartedProcess, startProcess } from './processes.ts';

/** The API as in production, in a process of its own, on the embedded PostgreSQL with its durable settings. */
export interface Service {
  readonly databaseUrl: string;
  readonly bench: Bench;
  readonly api: StartedProcess;
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
  const env = {
    ...PRODUCTION_SETTINGS,
    DATABASE_URL: postgres.url,
    DATA_DIR: folder,
    OIDC_ISSUER: issuer,
    PUBLIC_BASE_URL: 'https://kyc.example.com',
    MASTER_KEY: `1:${randomBytes(32).toString('base64')}`,
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
    async startWorker() {
      const plan = { args: scriptArguments('worker'), port: await freePort(), env };
      const worker = await startProcess({ ...plan, logPath: join(folder, 'worker.log') });
      onClose(worker.stop);
      return worker;
    },
    freshToken: () => fetchToken(issuer, bench.clientSecret),
  };
}
