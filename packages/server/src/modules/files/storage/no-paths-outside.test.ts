import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const files = join(import.meta.dirname, '..');
/** A process that judges is no file of the store: whether the programs that bound it are there, what it has used. Nothing else. */
const OF_PROCESSES: Readonly<Record<string, readonly string[]>> = {
  'judging/confinement.ts': [`import { existsSync } from 'node:fs';`, `require('node:fs').readFileSync('/proc/self/`],
  'judging/process-usage.ts': [`import { readFileSync } from 'node:fs';`],
};
const PATHS = /'(node:)?(fs|fs\/promises|path)'/;

test('nothing of the file store knows a path but the disk driver', () => {
  function textOf(file: string): string {
    const known = OF_PROCESSES[file] ?? [];
    return known.reduce((text, each) => text.replace(each, ''), readFileSync(join(files, file), 'utf8'));
  }
  const sources = globSync('**/*.ts', { cwd: files }).filter((file) => !/\.(test|test-support)\.ts$/.test(file));
  const withPaths = sources.filter((file) => PATHS.test(textOf(file)));
  assert.deepEqual(
    withPaths.filter((file) => !/^storage.disk-\w+\.ts$/.test(file)),
    [],
  );
  assert.ok(withPaths.length > 0);
});
