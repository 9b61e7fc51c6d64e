import { createHash } from 'node:crypto';
import type { ImportRow } from './import-row.ts';

export interface KeyedRow extends ImportRow {
  readonly key: string;
}

/**
 * A key for each line out of the import and what stands in the line, and not of where it stands: lines may be added and sorted between two
 * runs. Lines that say the same are told apart by their number among them.
 */
export function keyed(rows: readonly ImportRow[], importId: string): KeyedRow[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const content = JSON.stringify(Object.entries(row.cells).sort(([one], [other]) => (one < other ? -1 : 1)));
    const nth = seen.get(content) ?? 0;
    seen.set(content, nth + 1);
    const digest = createHash('sha256')
      .update(JSON.stringify([importId, content, nth]))
      .digest('hex');
    return { ...row, key: `import-${digest.slice(0, 40)}` };
  });
}
