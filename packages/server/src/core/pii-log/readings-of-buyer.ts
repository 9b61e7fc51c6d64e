import sql from 'sql-template-tag';
import type { Database } from '../../platform/db/database.ts';
import type { ReadingRow } from './readings-between.ts';

const PAGE = 1_000;

/** Who read what of a buyer, in the order in which it was written. */
export async function* readingsOfBuyer(
  db: Database,
  { sellerId, buyerId }: { readonly sellerId: string; readonly buyerId: string },
): AsyncGenerator<ReadingRow> {
  for (let behind = '0', isFull = true; isFull;) {
    const rows = await db.read<ReadingRow>(sql`select id, occurred_at, organization_id, client_id, seller_id, buyer_id,
        subject_kind, subject_id, purpose, request_id
      from pii_access_log
      where seller_id = ${sellerId}::uuid and buyer_id = ${buyerId}::uuid and id > ${behind}::bigint order by id limit ${PAGE}::int`);
    yield* rows;
    behind = rows.at(-1)?.id ?? behind;
    isFull = rows.length === PAGE;
  }
}
