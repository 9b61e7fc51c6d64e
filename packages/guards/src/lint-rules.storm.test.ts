import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const tree = mkdtempSync(join(tmpdir(), 'nt24-lint-'));
after(() => rmSync(tree, { recursive: true }));

/** Lines at which the linter, by the project's own settings, finds something in the file. */
function findingsIn(name: string, source: string): number[] {
  const path = join(tree, 'packages/server/src', name);
  mkdirSync(dirname(path), { recursive: true });
  cpSync(join(root, '.oxlintrc.json'), join(tree, '.oxlintrc.json'));
  writeFileSync(path, source);
  const oxlint = join(root, 'node_modules/.bin/oxlint');
  const { stdout } = spawnSync(oxlint, ['--format=unix', path], { cwd: tree, encoding: 'utf8' });
  return [...stdout.matchAll(/^[^:\n]+\.ts:(\d+):/gm)].map(([, line]) => Number(line)).toSorted((a, b) => a - b);
}

const environment = [
  'export const port = process.env.PORT;',
  'export const { env } = process;',
  "export const all = process['env'];",
  'export const again = globalThis.process;',
  "export { env as more } from 'node:process';",
].join('\n');
const time = [
  'export const at = new Date();',
  'export const ms = Date.now();',
  'export const text = Date();',
  'export const later = globalThis.Date;',
  'export const kept: Date | undefined = undefined;',
].join('\n');

test('main alone reads the environment', () => {
  assert.deepEqual(findingsIn('core/a.ts', environment), [1, 2, 3, 4, 5]);
  assert.deepEqual(findingsIn('main/a.ts', environment), [5]);
});

test('the time comes from clock.ts', () => {
  assert.deepEqual(findingsIn('core/b.ts', time), [1, 2, 3, 4]);
  assert.deepEqual(findingsIn('main/b.ts', time), [1, 2, 3]);
  assert.deepEqual(findingsIn('platform/clock.ts', time.split('\n').slice(0, 3).join('\n')), []);
});
