import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What assertion-counter.ts wrote down: the number of each file, the most first, and of all. */
export function assertionLines(folder: string): string[] {
  const counts = globSync(join(folder, 'assertions-*.json'))
    .map((path) => JSON.parse(readFileSync(path, 'utf8')) as { file: string; count: number })
    .sort((one, other) => other.count - one.count);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return [
    ...counts.map(({ file, count }) => `${String(count).padStart(8)} ${relative('.', file)}`),
    `${total} assertions in ${counts.length} files`,
  ];
}
