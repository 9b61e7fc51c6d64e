import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The texts of the product's own files by their paths, tests left out. */
export function readServerFiles(root: string): Record<string, string> {
  const names = globSync('packages/server/src/**/*.ts', { cwd: root }).filter(
    (name) => !/\.(test|test-support)\.ts$/.test(name),
  );
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(root, name), 'utf8')]));
}
