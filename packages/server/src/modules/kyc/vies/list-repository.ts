import sql from 'sql-template-tag';
import { fewList, listing, type ListedRow, type ListPage } from '../../../core/api/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import type { ListViesChecksQuery } from './schemas.ts';
import type { CheckCause, CheckResult } from './vies-result.ts';

export interface CheckRow {
  id: string;
  vat_number: string;
  cause: CheckCause;
  result: CheckResult;
  error: string | null;
  request_identifier: string | null;
  sealed_company: Buffer | null;
  checked_at: Date;
}

/** Those that have ended, the latest wish first; a buyer has one open at a time. Undefined when there is no such buyer. */
export async function selectChecks(
  db: Database,
  { sellerId, buyerId }: BuyerPath,
  query: ListViesChecksQuery,
): Promise<ListPage<CheckRow> | undefined> {
  const list = listing('vies-checks', { ...query, sellerId, buyerId }, { createdAt: 'created_at' });
  const where = sql`seller_id = ${sellerId}::uuid and buyer_id = ${buyerId}::uuid and status = 'DONE'`;
  const columns = sql`id, vat_number, cause, result, error, request_identifier, sealed_company, checked_at, ${list.marks}`;
  const few = sql`select id, created_at, list_position from vies_checks where ${where}`;
  const [rows, counted] = await Promise.all([
    db.list<ListedRow<CheckRow>>(fewList({ table: 'vies_checks', columns, sellerId, few }, list)),
    db.listFirst<{ total: number }>(sql`select (select count(*)::int from vies_checks where ${where}) as total
      from buyer_facts b where b.seller_id = ${sellerId}::uuid and b.id = ${buyerId}::uuid`),
  ]);
  return counted && list.pageOf(rows, counted.total);
}
