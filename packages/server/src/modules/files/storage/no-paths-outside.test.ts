import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const files = join(import.meta.dirname, '..');
const PATHS = /'(node:)?(fs|fs\/promises|path)'/;

test('nothing of the file store knows a path but the disk driver', () => {
  const sources = globSync('**/*.ts', { cwd: files }).filter((file) => !/\.(test|test-support)\.ts$/.test(file));
  const withPaths = sources.filter((file) => PATHS.test(readFileSync(join(files, file), 'utf8')));
  assert.deepEqual(
    withPaths.filter((file) => !/^storage.disk-\w+\.ts$/.test(file)),
    [],
  );
  assert.ok(withPaths.length > 0);
});
