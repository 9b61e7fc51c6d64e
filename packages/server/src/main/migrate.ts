import { enrolMasterKeys } from '../core/sealing/index.ts';
import { sealedKinds } from '../modules.ts';
import { migrate } from '../platform/db/migrate.ts';
import { createKeyring } from '../platform/keyring.ts';
import { openData } from './open-data.ts';
import { print } from './print.ts';
import { runMain } from './run-main.ts';
import { ensureLinkKey } from '../modules/self-service/links/index.ts';

runMain({ requireDatabase: true, isTool: true }, async ({ config, log }, lifecycle) => {
  const { db, url } = await openData(config, log, () => {});
  await lifecycle.onStop(db.close);
  const applied = await migrate(url);
  const keyring = createKeyring(config.masterKeys);
  await enrolMasterKeys(db, keyring, sealedKinds);
  await ensureLinkKey(db, keyring);
  print(applied.length === 0 ? 'the schema is current' : `applied ${applied.join(', ')}`);
  await db.close();
});
