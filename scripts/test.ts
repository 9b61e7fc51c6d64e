/**
 * `npm test`: starts one PostgreSQL for the whole suite, migrates a template in it, and runs Node's test runner over every
 * `*.test.ts`, or over those whose path holds one of the given words.
 */
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Client } from 'pg';
import { openDatabase } from '../packages/server/src/platform/db/database.ts';
import { startEmbeddedPostgres } from '../packages/server/src/platform/db/embedded-postgres.ts';
import { migrate } from '../packages/server/src/platform/db/migrate.ts';

const TEMPLATE = 'nt24_template';
const FAST_AND_FORGETFUL = ['fsync=off', 'max_connections=400', 'full_page_writes=off'];

const words = process.argv.slice(2);
const files = globSync(['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts', 'scripts/**/*.test.ts'])
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort();
if (files.length === 0) throw new Error('no test file has these words in its path');
const dataDir = await mkdtemp(join(tmpdir(), 'nt24-suite-'));
const cluster = await startEmbeddedPostgres({ dataDir, log: () => undefined, flags: FAST_AND_FORGETFUL });
let code = 1;
try {
  await makeTemplate(cluster.url);
  code = await runTests(files, cluster.url);
} finally {
  await cluster.stop();
  await rm(dataDir, { recursive: true, force: true });
}
process.exitCode = code;

async function makeTemplate(url: string): Promise<void> {
  const admin = new Client({ connectionString: url });
  await admin.connect();
  await admin.query(`create database ${TEMPLATE}`);
  await admin.end();
  const template = new URL(url);
  template.pathname = `/${TEMPLATE}`;
  const db = openDatabase({ url: template.href, poolSize: 2, log: pino({ level: 'silent' }) });
  await migrate(db.pool);
  await db.close();
}

function runTests(paths: readonly string[], url: string): Promise<number> {
  const reporters = ['spec', './scripts/summary-reporter.ts'].flatMap((reporter) => [
    `--test-reporter=${reporter}`,
    '--test-reporter-destination=stdout',
  ]);
  const args = ['--test', '--test-concurrency=2', ...reporters, ...paths];
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, TEST_CLUSTER_URL: url } });
  // Interrupted, the suite still stops its database.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once('exit', (exitCode) => resolve(exitCode ?? 1)));
}
