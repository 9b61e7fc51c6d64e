import { assertSchemaCurrent } from '../platform/db/migrate.ts';
import { openData } from './open-data.ts';
import { openResources } from './open-resources.ts';
import { runMain } from './run-main.ts';
import { markServing, startAdmin } from './start-admin.ts';
import { startApi } from './start-api.ts';

runMain({ requireDatabase: true }, async ({ config, log }, lifecycle) => {
  const data = await openData(config, log, () => {});
  await lifecycle.onStop(data.db.close);
  await assertSchemaCurrent(data.url);
  const resources = await openResources({ config, log, data }, lifecycle);
  await startAdmin(resources, lifecycle);
  await startApi(resources, lifecycle);
  await markServing(resources, lifecycle);
  log.info({ host: config.http.host, port: config.http.port }, 'api listening');
});
