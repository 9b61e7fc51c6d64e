import sql from 'sql-template-tag';
import type { Database } from '../../platform/db/database.ts';

/** A line of the log, as it is handed on. */
export interface ReadingRow {
  id: string;
  occurred_at: Date;
  /** Null: the operator. */
  organization_id: string | null;
  client_id: string;
  seller_id: string;
  /** Null: of somebody who is no buyer. */
  buyer_id: string | null;
  subject_kind: string;
  subject_id: string;
  purpose: string | null;
  request_id: string;
}

export interface ReadingsWish {
  /** From it on. */
  readonly from: Date;
  /** Before it. */
  readonly to: Date;
  /** Default: of all sellers. */
  readonly sellerId?: string | undefined;
}

const PAGE = 1_000;

/** In the order in which they were written, a page at a time: the log may be longer than what memory holds. */
export async function* readingsBetween(db: Database, wish: ReadingsWish): AsyncGenerator<ReadingRow[]> {
  let behind = '0';
  for (;;) {
    const rows = await pageOf(db, wish, behind);
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) return;
    behind = rows.at(-1)?.id ?? behind;
  }
}

function pageOf(db: Database, { from, to, sellerId }: ReadingsWish, behind: string): Promise<ReadingRow[]> {
  return db.read(sql`/* across sellers: the operator hands the log on */ select id, occurred_at, organization_id, client_id, seller_id, buyer_id,
      subject_kind, subject_id, purpose, request_id
    from pii_access_log where id > ${behind}::bigint and occurred_at >= ${from}::timestamptz and occurred_at < ${to}::timestamptz
      and (${sellerId}::uuid is null or seller_id = ${sellerId}::uuid) order by id limit ${PAGE}::int`);
}
