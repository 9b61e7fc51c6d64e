import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { createFileStore, type FileStore } from '../modules/files/index.ts';
import { systemClock, type Clock } from '../platform/clock.ts';
import type { Database } from '../platform/db/database.ts';
import { createFileMetrics, type FileMetrics } from '../platform/http/metrics.ts';
import { createKeyring, type Keyring } from '../platform/keyring.ts';
import type { Logger } from '../platform/logger.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { OpenedData } from './open-data.ts';
import { createLinkKeys, type LinkKeys, ensureLinkKey } from '../modules/self-service/links/index.ts';

/** What API and worker share. */
export interface ProcessResources {
  readonly config: Config;
  readonly db: Database;
  readonly databaseUrl: string;
  readonly keyring: Keyring;
  readonly files: FileStore;
  readonly fileMetrics: FileMetrics;
  readonly linkKeys: LinkKeys;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The operator has to know of these; all others are the sender's. */
const ALARMING_VERDICTS = new Set(['file-infected', 'scanner-unavailable']);

/** On a migrated database. @throws AdminError when the master key is not this database's */
export async function openResources(
  { config, log, data }: { config: Config; log: Logger; data: OpenedData },
  lifecycle: Lifecycle,
): Promise<ProcessResources> {
  const { db, url: databaseUrl } = data;
  const keyring = createKeyring(config.masterKeys);
  await ensureLinkKey(db, keyring);
  const linkKeys = createLinkKeys(db, keyring, log);
  await linkKeys.start();
  await lifecycle.onStop(linkKeys.stop);
  const fileMetrics = createFileMetrics();
  const files = createFileStore({
    directory: join(config.dataDir, 'files'),
    keyring,
    scanner: config.scanner,
    report(verdict, seconds) {
      fileMetrics.observe(verdict, seconds);
      if (ALARMING_VERDICTS.has(verdict)) log.warn({ verdict }, 'a file was refused');
    },
  });
  return { config, db, databaseUrl, keyring, files, fileMetrics, linkKeys, clock: systemClock, log };
}
