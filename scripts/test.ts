/**
 * `npm test`: starts one PostgreSQL for the whole suite, migrates a template in it, and runs Node's test runner over every
 * `*.test.ts`, or over those whose path holds one of the given words. Then the statements that the product sent meanwhile are held against
 * the rules of packages/guards.
 */
import { spawn } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgeStatements } from '../packages/guards/src/judge-statements.ts';
import { startSuiteDatabase } from '../packages/harness/src/suite-database.ts';

const words = process.argv.slice(2);
const files = globSync(['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts', 'scripts/**/*.test.ts'])
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort();
if (files.length === 0) throw new Error('no test file has these words in its path');
const database = await startSuiteDatabase();
const folder = mkdtempSync(join(tmpdir(), 'nt24-tests-'));
const summary = join(folder, 'summary');
let code = 1;
try {
  code = await runTests(files, { TEST_CLUSTER_URL: database.url, GUARDS_FOLDER: folder });
  const isWhole = words.length === 0 && code === 0;
  const areGood = await judgeStatements({ folder, templateUrl: database.templateUrl, isWhole });
  if (!areGood) code = 1;
  if (existsSync(summary)) process.stdout.write(readFileSync(summary, 'utf8'));
} finally {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = code;

function runTests(paths: readonly string[], variables: NodeJS.ProcessEnv): Promise<number> {
  const reporters = [
    ['spec', 'stdout'],
    ['./scripts/summary-reporter.ts', summary],
  ].flatMap(([reporter, destination]) => [`--test-reporter=${reporter}`, `--test-reporter-destination=${destination}`]);
  const args = ['--test', '--test-concurrency=2', ...reporters, ...paths];
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...variables } });
  // Interrupted, the suite still stops its database.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once('exit', (exitCode) => resolve(exitCode ?? 1)));
}
