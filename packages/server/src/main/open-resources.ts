import { compose, type Composition } from '../compose.ts';
import type { Config } from '../config/config.ts';
import type { Logger } from '../platform/logger.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { OpenedData } from './open-data.ts';
import { print } from './print.ts';

/** What API and worker share. */
export interface ProcessResources extends Composition {
  readonly config: Config;
}

/** On a migrated database. @throws AdminError when the master key is not this database's */
export async function openResources(
  { config, log, data }: { config: Config; log: Logger; data: OpenedData },
  lifecycle: Lifecycle,
): Promise<ProcessResources> {
  const composition = compose({ config, db: data.db, databaseUrl: data.url, log, print });
  await composition.start();
  await lifecycle.onStop(composition.stop);
  return { ...composition, config };
}
