import type { Config } from '../config/config.ts';
import { openDatabase, type Database } from '../platform/db/database.ts';
import type { Logger } from '../platform/logger.ts';
import { loadDemo } from './load-demo.ts';

export interface OpenedData {
  readonly db: Database;
  readonly url: string;
  /** The embedded server ran before us. */
  readonly reused: boolean;
  /** Stops the embedded server; nothing for an operator's own database. */
  stopServer(): Promise<void>;
}

/** The database of `DATABASE_URL`, or the embedded one, started where it does not run. */
export async function openData(config: Config, log: Logger, tell: (line: string) => void): Promise<OpenedData> {
  const { poolSize, url: ownUrl } = config.database;
  if (ownUrl !== undefined) {
    const db = openDatabase({ url: ownUrl, poolSize, log });
    return { db, url: ownUrl, reused: true, stopServer: async () => {} };
  }
  const { startEmbeddedPostgres } = await loadDemo();
  const { url, reused, stop } = await startEmbeddedPostgres({ dataDir: config.dataDir, log: tell });
  return { db: openDatabase({ url, poolSize, log }), url, reused, stopServer: stop };
}
