import type { FastifyInstance } from 'fastify';
import { type Config, VIES_STAND_IN_PATH } from '../config/config.ts';
import type { Database } from '../platform/db/database.ts';
import { declared } from '../modules.ts';
import { migrate } from '../platform/db/migrate.ts';
import { lockDataFolder } from './data-folder-lock.ts';
import type { Lifecycle } from './lifecycle.ts';
import { openData, type OpenedData } from './open-data.ts';
import { openResources, type ProcessResources } from './open-resources.ts';
import { requireFreePorts } from './port.ts';
import { print } from './print.ts';
import { runMain } from './run-main.ts';
import { markServing, startAdmin } from './start-admin.ts';
import { startApi } from './start-api.ts';
import { StartError } from './start-failure.ts';
import { readStartOptions } from './start-options.ts';
import { startWorker } from './start-worker.ts';
import { loadDemo } from './load-demo.ts';

const options = () => ({ requireDatabase: false, demo: readStartOptions(process.argv.slice(2)) });

runMain(options, async ({ config, log }, lifecycle) => {
  await requireFreePorts(config);
  const data = await openData(config, log, step);
  await keepDataFolder(config, data, lifecycle);
  const { db } = data;
  await lifecycle.onStop(db.close);
  const applied = await migrate(data.url);
  if (applied.length > 0) step(`Applied ${applied.length} migrations`);
  const ownUrl = ownUrlOf(config);
  const demo = config.demo ? await makeDemo(config, db, ownUrl) : undefined;
  step('Starting the API and the worker');
  const resources = await openResources({ config, log, data }, lifecycle);
  await startAdmin(resources, lifecycle);
  await startWorker(resources, lifecycle);
  const outbox = await openOutbox(config);
  const mountViesStandIn = await openViesStandIn(config);
  const sandbox = await openSandbox(resources);
  const mountDemo = async (app: FastifyInstance): Promise<void> => {
    outbox?.mount(app);
    mountViesStandIn?.(app);
    await sandbox?.mount(app);
  };
  await startApi({ ...resources, mountDemo }, lifecycle);
  await markServing(resources, lifecycle);
  if (config.embedded) print((await loadDemo()).bannerOf(config, { ownUrl, outboxUrl: outbox?.url, demo }));
  else log.info({ host: config.http.host, port: config.http.port }, 'api listening, worker running');
});

function step(line: string): void {
  print(`${line} ...`);
}

/** The embedded server is ours to stop only when no other process serves from this folder. */
async function keepDataFolder(config: Config, data: OpenedData, lifecycle: Lifecycle): Promise<void> {
  if (!config.embedded) return;
  const lock = await lockDataFolder(data.url);
  if (!lock) {
    await data.db.close();
    throw new StartError(
      `another server is using the data folder ${config.dataDir}; stop it, or set DATA_DIR to another one`,
    );
  }
  await lifecycle.onStop(data.stopServer);
  await lifecycle.onStop(lock.release);
}

function ownUrlOf({ http }: Config): string {
  const host = http.host === '0.0.0.0' || http.host === '::' ? '127.0.0.1' : http.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${http.port}`;
}

/** Only what became files can be shown. */
async function openOutbox(config: Config) {
  return config.embedded && !config.smtp ? (await loadDemo()).openOutbox(config) : undefined;
}

async function openViesStandIn({ vies }: Config) {
  if (vies?.isStandIn !== true) return undefined;
  const { registerViesStandIn } = await loadDemo();
  return (app: FastifyInstance): void => registerViesStandIn(app, VIES_STAND_IN_PATH);
}

/** Where no provider verifies persons, whoever tries the demo says what became of it. */
async function openSandbox({ config, deps }: ProcessResources) {
  if (config.verification?.kind !== 'sandbox') return undefined;
  return (await loadDemo()).openVerificationSandbox(deps.keyring);
}

async function makeDemo(config: Config, db: Database, apiUrl: string) {
  const tokenUrl = `${config.oidc.issuer}/protocol/openid-connect/token`;
  const addresses = { apiUrl, tokenUrl, publicBaseUrl: config.publicBaseUrl };
  const capabilities = declared.capabilities.map(({ flag }) => flag);
  const { ensureDemo } = await loadDemo();
  return ensureDemo(db, { dataDir: config.dataDir, dpaVersion: config.dpaVersion, capabilities, addresses });
}
