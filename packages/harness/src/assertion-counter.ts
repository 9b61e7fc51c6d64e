/**
 * Loaded before a test file by `npm test -- --count-assertions`: counts the calls of node:assert, those of the harness included, and
 * writes down their number when the process ends. Not loaded, it costs nothing.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Assertion = (...args: unknown[]) => unknown;

const folder = process.env['TEST_RUN_FOLDER'];
const [, file = ''] = process.argv;
if (folder !== undefined && file.endsWith('.test.ts')) countInto(join(folder, `assertions-${process.pid}.json`));

function countInto(path: string): void {
  let count = 0;
  for (const [name, assertion] of Object.entries(assert)) {
    if (!isAssertion(name, assertion)) continue;
    const counted = (...args: unknown[]): unknown => {
      count += 1;
      return assertion(...args);
    };
    Object.assign(assert, { [name]: counted });
  }
  process.once('exit', () => writeFileSync(path, JSON.stringify({ file, count })));
}

/** All but the error's class and the way to the strict form. */
function isAssertion(name: string, value: unknown): value is Assertion {
  return typeof value === 'function' && /^[a-z]/.test(name) && name !== 'strict';
}
