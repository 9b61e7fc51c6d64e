/**
 * `npm test`: starts one PostgreSQL for the whole suite, migrates a template in it, and runs Node's test runner over every
 * `*.test.ts`, or over those whose path holds one of the given words.
 */
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { startSuiteDatabase } from '../packages/harness/src/suite-database.ts';

const words = process.argv.slice(2);
const files = globSync(['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts', 'scripts/**/*.test.ts'])
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort();
if (files.length === 0) throw new Error('no test file has these words in its path');
const database = await startSuiteDatabase();
let code = 1;
try {
  code = await runTests(files, database.url);
} finally {
  await database.stop();
}
process.exitCode = code;

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
