import type { Page } from '@nt24/sdk';
import { jsonText } from '../output/plain-text.ts';
import { note, show, showTable, writeLine } from '../output/show.ts';
import type { ApiCall } from './call-operation.ts';

interface Wish {
  readonly isJson: boolean;
  readonly columns: readonly string[];
  readonly isAll: boolean;
}

/** One page, or all of them as they come: with `--json` as the API gives it, so that a program can go on, and all as one entry a line. */
export async function showPages(listing: ApiCall, { isJson, columns, isAll }: Wish): Promise<void> {
  if (!isAll) {
    const page = (await listing) as Page<unknown>;
    const { data, pagination } = page;
    if (isJson) return show(page, { isJson, columns });
    showTable(data, columns);
    if (pagination.hasNext) note(`${data.length} of ${pagination.totalElements}: --all shows all`);
    return;
  }
  const entries: unknown[] = [];
  for await (const { data } of listing.pages?.() ?? []) {
    if (isJson) for (const entry of data) writeLine(jsonText(entry));
    else entries.push(...data);
  }
  if (!isJson) showTable(entries, columns);
}
