import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate } from '../../server/src/platform/db/migrate.ts';
import { startEmbeddedPostgres } from '../../server/src/demo/index.ts';

const TEMPLATE = 'nt24_template';
const FAST_AND_FORGETFUL = ['fsync=off', 'max_connections=400', 'full_page_writes=off'];

/** One PostgreSQL with a migrated template in it, for tests/support/database.ts to clone. Superuser URL. */
export async function startSuiteDatabase(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'nt24-suite-'));
  const cluster = await startEmbeddedPostgres({ dataDir, log: () => undefined, flags: FAST_AND_FORGETFUL });
  async function stop(): Promise<void> {
    await cluster.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
  try {
    await makeTemplate(cluster.url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: cluster.url, stop };
}

async function makeTemplate(url: string): Promise<void> {
  const admin = new Client({ connectionString: url });
  await admin.connect();
  await admin.query(`create database ${TEMPLATE}`);
  await admin.end();
  const template = new URL(url);
  template.pathname = `/${TEMPLATE}`;
  await migrate(template.href);
}
