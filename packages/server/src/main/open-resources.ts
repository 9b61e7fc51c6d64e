import { compose, type Composition } from '../compose.ts';
import type { Config } from '../config/config.ts';
import { whatIsOpen } from '../config/what-is-open.ts';
import { requireDataFolder } from '../modules/files/index.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import { ownsTables } from '../platform/db/owns-tables.ts';
import type { Phase } from '../platform/http/health.ts';
import type { Logger } from '../platform/logger.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { OpenedData } from './open-data.ts';
import { print } from './print.ts';

/** What API and worker share. */
export interface ProcessResources extends Composition {
  readonly config: Config;
  readonly phase: Phase;
}

/** On a migrated database. @throws AdminError when the master key is not this database's, DataFolderError when the folder is not */
export async function openResources(
  { config, log, data, clock = systemClock }: { config: Config; log: Logger; data: OpenedData; clock?: Clock },
  lifecycle: Lifecycle,
): Promise<ProcessResources> {
  const composition = compose({ config, db: data.db, databaseUrl: data.url, log, print, clock });
  await requireDataFolder(data.db, config.dataDir);
  await composition.start();
  await lifecycle.onStop(composition.stop);
  const open = whatIsOpen(config);
  if (!config.embedded && (await ownsTables(data.db)))
    open.push('DATABASE_URL is of a role that owns the tables: it can change them, and what the trail says');
  if (open.length > 0) log.warn({ open }, 'some things are open');
  return { ...composition, config, phase: { now: 'starting' } };
}
