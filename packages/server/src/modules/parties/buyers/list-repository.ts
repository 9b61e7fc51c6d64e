import sql, { empty, type Sql } from 'sql-template-tag';
import {
  FAR,
  fewList,
  foldBehind,
  type Listing,
  listing,
  type ListedRow,
  type ListPage,
  mirrored,
  type Picked,
  pickedIn,
  pickedOf,
  placePage,
  type WideList,
  wideList,
} from '../../../core/api/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import { fieldProblem } from '../../../platform/problems/field-problem.ts';
import { type BuyerRow, columns } from './repository.ts';
import { BUYER_STATUSES, type BUYER_SORTS, type ListBuyersQuery } from './schemas.ts';
import { vatNumberSpellings } from './vat-number.ts';

const SORTABLE: Readonly<Record<(typeof BUYER_SORTS)[number], string>> = {
  createdAt: 'created_at',
  updatedAt: 'updated_at',
  companyName: 'company_name',
  vatNumber: 'vat_number',
};

/** Of a name or a number nothing says where a page begins but going there: from the nearer end, no further than this. */
const MOST_PASSED = 10_000;

export type BuyerFilter = ListBuyersQuery & { readonly sellerId: string };

/** One VAT number has few buyers, a seller any number (decision 0045). */
export function selectBuyers(db: Database, filter: BuyerFilter): Promise<ListPage<BuyerRow>> {
  const list = listing('buyers', filter, SORTABLE);
  return filter.vatNumber === undefined ? selectAll(db, filter, list) : selectFew(db, filter, list);
}

async function selectAll(db: Database, filter: BuyerFilter, list: Listing): Promise<ListPage<BuyerRow>> {
  seeToFolding(db);
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
  const far = await placeBuyers(db, filter, list);
  return list.pageOf(far.picked ? await select(far.picked) : [], far.total);
}

interface FarPage {
  readonly total: number;
  readonly picked: Picked | undefined;
}

/** Instants are gone to by their days, which have their numbers; of names and numbers the page is gone to from the nearer end. */
async function placeBuyers(db: Database, filter: BuyerFilter, list: Listing): Promise<FarPage> {
  const { column } = list.order;
  if (column === 'created_at' || column === 'updated_at') {
    const days = column === 'created_at' ? countedByMaking(filter) : countedByChange(filter);
    const placed = await placePage(db, { days }, list);
    return { total: placed.total, picked: pickedIn(placed, list) };
  }
  const total = await countBuyers(db, filter);
  if (list.offset >= total) return { total, picked: undefined };
  const passed = Math.min(list.offset, total - list.offset);
  if (passed > MOST_PASSED) {
    const rule = `goes at most ${MOST_PASSED} buyers from either end with sort=${filter.sort?.split(',')[0]}; ask by vatNumber or status, or by another sort`;
    throw fieldProblem('page', rule, filter.page);
  }
  const picked = pickedOf(list);
  return { total, picked: list.offset > total / 2 ? mirrored(picked, total) : picked };
}

function shownOf({ sellerId }: BuyerFilter, { marks }: Listing) {
  return { table: 'buyers', columns: sql`${columns}, ${marks}`, sellerId };
}

function statusesOf({ status }: BuyerFilter): readonly string[] {
  return status === undefined ? BUYER_STATUSES : [status];
}

function isCounted(filter: BuyerFilter): Sql {
  return sql`seller_id = ${filter.sellerId}::uuid and status = any(${statusesOf(filter)}::text[])`;
}

/** Exactly: the tallies, and what was not yet folded into them. */
async function countBuyers(db: Database, filter: BuyerFilter): Promise<number> {
  const counted = await db.listFirst<{ total: number }>(sql`select
      (coalesce((select sum(count) from buyer_tallies where ${isCounted(filter)}), 0)
      + coalesce((select sum(change) from buyer_moves where ${isCounted(filter)}), 0))::int as total`);
  return counted?.total ?? 0;
}

function countedByMaking(filter: BuyerFilter): Sql {
  return sql`select day, count from buyer_days where ${isCounted(filter)} and counted_by = 'CREATED'
      union all select created_on, change from buyer_moves where ${isCounted(filter)}`;
}

function countedByChange(filter: BuyerFilter): Sql {
  return sql`select day, count from buyer_days where ${isCounted(filter)} and counted_by = 'UPDATED'
      union all select updated_on, change from buyer_moves where ${isCounted(filter)}`;
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

const seeToFolding = foldBehind({ areWaiting: areChangesWaiting, fold: foldChanges });

/** Adds up to `limit` changes to the tallies, in one statement. */
export async function foldChanges(db: Database, limit: number): Promise<number> {
  const folded = await db.writeFirst<{ count: number }>(sql`/* across sellers: the clock's own work */ with taken as (
      delete from buyer_changes where ctid = any(array(select ctid from buyer_changes limit ${limit}::int for update skip locked))
      returning seller_id, was_status, was_created_at, was_updated_at, status, created_at, updated_at),
    moved as (
      select seller_id, m.status, utc_day(m.created_at) as created_on, utc_day(m.updated_at) as updated_on, sum(change) as change
      from taken cross join lateral (values (was_status, was_created_at, was_updated_at, -1), (status, created_at, updated_at, 1))
        as m (status, created_at, updated_at, change)
      where m.status is not null group by 1, 2, 3, 4),
    added as (insert into buyer_tallies as t (seller_id, status, count)
      select seller_id, status, sum(change) from moved group by 1, 2 having sum(change) <> 0 order by 1, 2
      on conflict (seller_id, status) do update set count = t.count + excluded.count),
    added_days as (insert into buyer_days as t (seller_id, counted_by, status, day, count)
      select seller_id, counted_by, status, day, sum(change)
      from moved cross join lateral (values ('CREATED', created_on), ('UPDATED', updated_on)) as of_day (counted_by, day)
      group by 1, 2, 3, 4 having sum(change) <> 0 order by 1, 2, 3, 4
      on conflict (seller_id, counted_by, status, day) do update set count = t.count + excluded.count)
    select count(*)::int as count from taken`);
  return folded?.count ?? 0;
}

async function areChangesWaiting(db: Database, count: number): Promise<boolean> {
  const nth = await db.list(sql`/* across sellers: the clock's own work */
    select from buyer_changes offset ${count - 1}::int limit 1`);
  return nth.length > 0;
}
