import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate } from '../../server/src/platform/db/migrate.ts';
import { startEmbeddedPostgres } from '../../server/src/demo/index.ts';

const TEMPLATE = 'nt24_template';
/** What it holds is gone after the run: nothing is kept for a crash, a copy or a backup, and no time goes into tidying up. */
const FAST_AND_FORGETFUL = [
  'max_connections=400',
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'autovacuum=off',
];

export interface SuiteDatabase {
  /** A superuser's. */
  readonly url: string;
  /** Of the migrated database that each test's own is cloned from. While somebody is connected to it, it cannot be. */
  readonly templateUrl: string;
  stop(): Promise<void>;
}

/** One PostgreSQL with a migrated template in it, for database.ts to clone. */
export async function startSuiteDatabase(): Promise<SuiteDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'nt24-suite-'));
  const cluster = await startEmbeddedPostgres({ dataDir, log: () => undefined, flags: FAST_AND_FORGETFUL });
  async function stop(): Promise<void> {
    await cluster.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
  const templateUrl = Object.assign(new URL(cluster.url), { pathname: `/${TEMPLATE}` }).href;
  try {
    await makeTemplate(cluster.url, templateUrl);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: cluster.url, templateUrl, stop };
}

async function makeTemplate(url: string, templateUrl: string): Promise<void> {
  const admin = new Client({ connectionString: url });
  await admin.connect();
  await admin.query(`create database ${TEMPLATE}`);
  await admin.end();
  await migrate(templateUrl);
}
