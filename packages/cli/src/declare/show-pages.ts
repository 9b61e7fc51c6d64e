import type { Page } from '@nt24/sdk';
import { jsonText } from '../output/plain-text.ts';
import { note, show, showTable, writeLine } from '../output/show.ts';
import type { ApiCall } from './call-operation.ts';

interface Wish {
  readonly isJson: boolean;
  readonly columns: readonly string[];
  readonly isAll: boolean;
}

/** One page, or all of them as they come: with `--json` an array, and all as one entry a line. */
export async function showPages(listing: ApiCall, { isJson, columns, isAll }: Wish): Promise<void> {
  if (!isAll) {
    const { data, pagination } = (await listing) as Page<unknown>;
    show(data, { isJson, columns });
    if (pagination.hasNext && !isJson) note(`${data.length} of ${pagination.totalElements}: --all shows all`);
    return;
  }
  const entries: unknown[] = [];
  for await (const { data } of listing.pages?.() ?? []) {
    if (isJson) for (const entry of data) writeLine(jsonText(entry));
    else entries.push(...data);
  }
  if (!isJson) showTable(entries, columns);
}
