import type { Config } from '../config/config.ts';
import { ownUrlOf } from '../config/own-url.ts';
import { lockDataFolder } from './data-folder-lock.ts';
import { openDemoParts, openSandbox, startSandboxClock } from './demo-parts.ts';
import type { Lifecycle } from './lifecycle.ts';
import { migrateData } from './migrate-data.ts';
import { openData, type OpenedData } from './open-data.ts';
import { openResources } from './open-resources.ts';
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
  const applied = await migrateData(config, data.url);
  if (applied.length > 0) step(`Applied ${applied.length} migrations`);
  const sandbox = config.embedded ? await openSandbox(config, data, log) : undefined;
  step('Starting the API and the worker');
  const resources = await openResources({ config, log, data, ...(sandbox && { clock: sandbox.clock }) }, lifecycle);
  await startAdmin(resources, lifecycle);
  const worker = await startWorker(resources, lifecycle);
  const parts = sandbox && (await openDemoParts(resources, sandbox));
  await startApi({ ...resources, ...parts }, lifecycle);
  if (sandbox) await startSandboxClock({ ...resources, worker, opened: sandbox }, lifecycle);
  await markServing(resources, lifecycle);
  if (sandbox && parts)
    print(
      (await loadDemo()).bannerOf(config, { ...sandbox, ownUrl: ownUrlOf(config.http), outboxUrl: parts.outboxUrl }),
    );
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
