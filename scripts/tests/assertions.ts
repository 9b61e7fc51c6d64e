import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What assertion-counter.ts wrote down: the number of each file, the most first, and of all. */
export function assertionLines(folder: string): string[] {
  const counts = globSync(join(folder, 'assertions-*.json'))
    .flatMap((path) => Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, number>))
    .sort(([, one], [, other]) => other - one);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  return [
    ...counts.map(([file, count]) => `${String(count).padStart(8)} ${file}`),
    `${total} assertions in ${counts.length} files`,
  ];
}
