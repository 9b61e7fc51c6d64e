import sql, { empty, type Sql } from 'sql-template-tag';
import {
  FAR,
  fewList,
  type Listing,
  listing,
  type ListedRow,
  type ListPage,
  mirrored,
  type Picked,
  pickedOf,
  type WideList,
  wideList,
} from '../../../core/api/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import { type BuyerRow, columns } from './repository.ts';
import { BUYER_STATUSES, type BUYER_SORTS, type ListBuyersQuery } from './schemas.ts';
import { vatNumberSpellings } from './vat-number.ts';

const SORTABLE: Readonly<Record<(typeof BUYER_SORTS)[number], string>> = {
  createdAt: 'created_at',
  updatedAt: 'updated_at',
  companyName: 'company_name',
  vatNumber: 'vat_number',
};

export type BuyerFilter = ListBuyersQuery & { readonly sellerId: string };

/** One VAT number has few buyers, a seller any number (decision 0045). */
export function selectBuyers(db: Database, filter: BuyerFilter): Promise<ListPage<BuyerRow>> {
  const list = listing('buyers', filter, SORTABLE);
  return filter.vatNumber === undefined ? selectAll(db, filter, list) : selectFew(db, filter, list);
}

async function selectAll(db: Database, filter: BuyerFilter, list: Listing): Promise<ListPage<BuyerRow>> {
  const wide: WideList = {
    ...shownOf(filter, list),
    parts: sql`unnest(${statusesOf(filter)}::text[]) as of_status (status)`,
    isOfPart: sql`status = of_status.status`,
  };
  const select = (picked: Picked): Promise<ListedRow<BuyerRow>[]> => db.list(wideList(wide, picked, list.order));
  const picked = pickedOf(list);
  if (list.offset <= FAR) {
    const [rows, total] = await Promise.all([select(picked), countBuyers(db, filter)]);
    return list.pageOf(rows, total);
  }
  const total = await countBuyers(db, filter);
  if (list.offset >= total) return list.pageOf<BuyerRow>([], total);
  const fromNearerEnd = list.offset > total / 2 ? mirrored(picked, total) : picked;
  return list.pageOf(await select(fromNearerEnd), total);
}

function shownOf({ sellerId }: BuyerFilter, { marks }: Listing) {
  return { table: 'buyers', columns: sql`${columns}, ${marks}`, sellerId };
}

function statusesOf({ status }: BuyerFilter): readonly string[] {
  return status === undefined ? BUYER_STATUSES : [status];
}

/** Exactly: the tallies, and what was not yet folded into them. */
async function countBuyers(db: Database, filter: BuyerFilter): Promise<number> {
  const isCounted = sql`seller_id = ${filter.sellerId}::uuid and status = any(${statusesOf(filter)}::text[])`;
  const counted = await db.listFirst<{ total: number }>(sql`select
      (coalesce((select sum(count) from buyer_tallies where ${isCounted}), 0)
      + coalesce((select sum(change) from buyer_moves where ${isCounted}), 0))::int as total`);
  return counted?.total ?? 0;
}

async function selectFew(db: Database, filter: BuyerFilter, list: Listing): Promise<ListPage<BuyerRow>> {
  const where: Sql = sql`seller_id = ${filter.sellerId}::uuid and vat_number = any(${vatNumberSpellings(filter.vatNumber ?? '')}::text[])
    ${filter.status === undefined ? empty : sql`and status = ${filter.status}`}`;
  const few = sql`select id, created_at, updated_at, company_name, vat_number, list_position from buyers where ${where}`;
  const [rows, counted] = await Promise.all([
    db.list<ListedRow<BuyerRow>>(fewList({ ...shownOf(filter, list), few }, list)),
    db.listFirst<{ total: number }>(sql`select count(*)::int as total from buyers where ${where}`),
  ]);
  return list.pageOf(rows, counted?.total ?? 0);
}

/** Adds up to `limit` notes of what changed to the tallies, in one statement. */
export async function foldMoves(db: Database, limit: number): Promise<number> {
  const folded = await db.writeFirst<{ count: number }>(sql`/* across sellers: the clock's own work */ with taken as (
      delete from buyer_moves where ctid = any(array(select ctid from buyer_moves limit ${limit}::int for update skip locked))
      returning seller_id, status, change),
    added as (insert into buyer_tallies as t (seller_id, status, count)
      select seller_id, status, sum(change) from taken group by 1, 2 having sum(change) <> 0 order by 1, 2
      on conflict (seller_id, status) do update set count = t.count + excluded.count)
    select count(*)::int as count from taken`);
  return folded?.count ?? 0;
}
