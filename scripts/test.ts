/**
 * `npm test`: starts one PostgreSQL for the whole suite, migrates a template in it, and runs Node's test runner over every
 * `*.test.ts`, or over those whose path holds one of the given words. `--quick` leaves out the tests with a browser and those with storms and
 * kills (scripts/tests/tiers.ts); `--count-assertions` tells how many assertions were made. Then the statements that the product sent
 * meanwhile are held against the rules of packages/guards; `--print-statements` writes them into schema/statements.sql.
 */
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { printStatements, STATEMENTS_FILE } from '../packages/guards/src/assembled-statements.ts';
import { readSent } from '../packages/guards/src/check-statements.ts';
import { judgeStatements } from '../packages/guards/src/judge-statements.ts';
import { readServerFiles } from '../packages/guards/src/server-files.ts';
import { compileCache } from '../packages/harness/src/compile-cache.ts';
import { startSuiteDatabase } from '../packages/harness/src/suite-database.ts';
import { assertionLines } from './tests/assertions.ts';
import { recordSeconds } from './tests/groups.ts';
import { runTests } from './tests/run.ts';
import { tierOf, whatIsDear } from './tests/tiers.ts';

const { values: wish, positionals: words } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    'count-assertions': { type: 'boolean' },
    'print-statements': { type: 'boolean' },
  },
  allowPositionals: true,
});
const files = globSync(['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/*.test.ts'])
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .filter((file) => !wish.quick || tierOf(file) === 'quick');
if (files.length === 0) throw new Error('no test file has these words in its path');
const dear = files.map(whatIsDear).filter((way) => way !== undefined);

const interrupted = new AbortController();
// Interrupted, the suite still stops its database.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());

const folder = mkdtempSync(join(tmpdir(), 'nt24-tests-'));
const database = await startSuiteDatabase();
try {
  const { isGood, line, seconds } = await runTests({
    files,
    folder,
    env: {
      TEST_CLUSTER_URL: database.url,
      TEST_RUN_FOLDER: folder,
      // Else every file's process, and every process that it starts, reads and strips the whole server anew.
      ...compileCache(),
    },
    preload: wish['count-assertions'] ? [resolve('packages/harness/src/assertion-counter.ts')] : [],
    signal: interrupted.signal,
  });
  recordSeconds(seconds);
  const isWhole = words.length === 0 && !wish.quick && isGood;
  const areGood = await judgeStatements({ folder, templateUrl: database.templateUrl, isWhole });
  if (isWhole && wish['print-statements'])
    writeFileSync(STATEMENTS_FILE, printStatements(readSent(folder), readServerFiles('.')));
  for (const way of dear) console.error(way);
  for (const told of wish['count-assertions'] ? assertionLines(folder) : []) console.log(told);
  console.log(line);
  process.exitCode = isGood && areGood && dear.length === 0 ? 0 : 1;
} finally {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}
