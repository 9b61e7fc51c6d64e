/**
 * Loaded before a group of test files by `npm test -- --count-assertions`: counts the calls of node:assert by test file, those of the harness
 * included, and writes down their numbers when the process ends. Not loaded, it costs nothing.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { currentTestFile } from './test-group.ts';

type Assertion = (...args: unknown[]) => unknown;

const folder = process.env['TEST_RUN_FOLDER'];
const [, script = ''] = process.argv;
if (folder !== undefined && script.startsWith(folder)) countInto(join(folder, `assertions-${process.pid}.json`));

function countInto(path: string): void {
  const counts: Record<string, number> = {};
  for (const [name, assertion] of Object.entries(assert)) {
    if (!isAssertion(name, assertion)) continue;
    const counted = (...args: unknown[]): unknown => {
      const file = currentTestFile();
      counts[file] = (counts[file] ?? 0) + 1;
      return assertion(...args);
    };
    Object.assign(assert, { [name]: counted });
  }
  process.once('exit', () => writeFileSync(path, JSON.stringify(counts)));
}

/** All but the error's class and the way to the strict form. */
function isAssertion(name: string, value: unknown): value is Assertion {
  return typeof value === 'function' && /^[a-z]/.test(name) && name !== 'strict';
}
