import { assertSchemaCurrent } from '../platform/db/migrate.ts';
import { openData } from './open-data.ts';
import { openResources } from './open-resources.ts';
import { runMain } from './run-main.ts';
import { markServing, startAdmin } from './start-admin.ts';
import { startWorker } from './start-worker.ts';

runMain({ requireDatabase: true }, async ({ config, log }, lifecycle) => {
  const data = await openData(config, log, () => {});
  await lifecycle.onStop(data.db.close);
  await assertSchemaCurrent(data.url);
  const resources = await openResources({ config, log, data }, lifecycle);
  await startAdmin(resources, lifecycle);
  await startWorker(resources, lifecycle);
  await markServing(resources, lifecycle);
  log.info('worker running');
});
