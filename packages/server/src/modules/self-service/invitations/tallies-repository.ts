import sql, { empty, type Sql } from 'sql-template-tag';
import type { Picked } from '../../../core/api/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import { INVITATION_STATUSES, KINDS } from './schemas.ts';

type InvitationStatus = (typeof INVITATION_STATUSES)[number];

/** Which of a seller's invitations: what is counted without going through them. */
export interface CountedPart {
  readonly sellerId: string;
  readonly kind?: (typeof KINDS)[number] | undefined;
  readonly status?: InvitationStatus | undefined;
  readonly createdAfter?: Date | undefined;
}

export function kindsOf({ kind }: CountedPart): readonly string[] {
  return kind === undefined ? KINDS : [kind];
}

/** As stored: what the clock says besides is `overdue`. */
export function statusesOf({ status }: CountedPart): readonly InvitationStatus[] {
  return status === undefined ? INVITATION_STATUSES : [status];
}

/** Rows that `overdue` adds to those of the stored status, or takes from them. */
function overdueSign({ status }: CountedPart): 1 | -1 | 0 {
  if (status === 'EXPIRED') return 1;
  return status === 'ACTIVE' ? -1 : 0;
}

/** A CTE: those past their time that are not yet written down as EXPIRED. A few, as a worker does that every 5 s. */
export function overdue(part: CountedPart): Sql {
  return sql`overdue as materialized (
      select id, created_at, expires_at, list_position from invitations
      where seller_id = ${part.sellerId}::uuid and kind = any(${kindsOf(part)}::text[]) and status = 'ACTIVE' and expires_at <= now() ${madeAfter(part)})`;
}

/** A condition on `created_at`, to follow others. */
export function madeAfter({ createdAfter }: CountedPart): Sql {
  return createdAfter === undefined ? empty : sql`and created_at > ${createdAfter}::timestamptz`;
}

function isCounted(part: CountedPart): Sql {
  return sql`seller_id = ${part.sellerId}::uuid and kind = any(${kindsOf(part)}::text[]) and status = any(${statusesOf(part)}::text[])`;
}

/** How many there are, exactly: the tallies, what was not yet folded into them, and what the clock says. */
export async function countInvitations(db: Database, part: CountedPart): Promise<number> {
  if (part.createdAfter !== undefined) return (await placeInvitations(db, part, FIRST)).total;
  const sign = overdueSign(part);
  const counted = await db.listFirst<{ total: number }>(sql`${sign === 0 ? empty : sql`with ${overdue(part)}`}
    select (coalesce((select sum(count) from invitation_tallies where ${isCounted(part)} and counted_by = 'ALL'), 0)
      + coalesce((select sum(change) from invitation_moves where ${isCounted(part)}), 0)
      ${sign === 0 ? empty : sql`+ ${sign}::int * (select count(*) from overdue)`})::int as total`);
  return counted?.total ?? 0;
}

export interface PlacedPage {
  readonly total: number;
  /** Bounds of its days, both outside; null where there is no such page. */
  readonly after: string | null;
  readonly before: string | null;
  /** Rows from the bound to the page. */
  readonly offset: number;
}

type Sought = Pick<Picked, 'order' | 'limit' | 'offset'>;
const FIRST: Sought = { order: { column: 'created_at', direction: 'desc' }, limit: 1, offset: 0 };

/** Between which instants of its order a page stands, found out by the numbers of the days. */
export async function placeInvitations(
  db: Database,
  part: CountedPart,
  { order, limit, offset }: Sought,
): Promise<PlacedPage> {
  const sign = overdueSign(part);
  const isDescending = order.direction === 'desc';
  const fromFront = isDescending ? sql`order by day desc` : sql`order by day`;
  const placed = await db.listFirst<PlacedPage>(sql`with ${sign === 0 ? empty : sql`${overdue(part)}, `}
    noted (day, count) as (${order.column === 'created_at' ? countedByMaking(part) : countedByEnd(part)}
      ${sign === 0 ? empty : sql`union all select utc_day(${order.column === 'created_at' ? sql`created_at` : sql`expires_at`}), ${sign}::int from overdue`}),
    days as (select day, sum(count) as count from noted group by day having sum(count) <> 0),
    placed as (select day, sum(count) over (${fromFront}) as through, sum(count) over (${fromFront}) - count as before_it from days),
    met as (select * from placed where through > ${offset}::bigint and before_it < ${offset + limit}::bigint)
    select coalesce((select sum(count) from days), 0)::int as total,
      ((select min(day) from met)::timestamp at time zone 'UTC' - interval '1 microsecond')::text as after,
      (((select max(day) from met) + 1)::timestamp at time zone 'UTC')::text as before,
      (${offset}::bigint - coalesce((select min(before_it) from met), 0))::int as offset`);
  return placed ?? { total: 0, after: null, before: null, offset: 0 };
}

/** With an instant that they were made after, that one's day is counted row by row. */
function countedByMaking(part: CountedPart): Sql {
  const { createdAfter } = part;
  if (createdAfter === undefined)
    return sql`select day, count from invitation_tallies where ${isCounted(part)} and counted_by = 'CREATED'
      union all select created_on, change from invitation_moves where ${isCounted(part)}`;
  const itsDay = sql`utc_day(${createdAfter}::timestamptz)`;
  return sql`select day, count from invitation_tallies where ${isCounted(part)} and counted_by = 'CREATED' and day > ${itsDay}
      union all select created_on, change from invitation_moves where ${isCounted(part)} and created_on > ${itsDay}
      union all select ${itsDay}, count(*) from invitations where ${isCounted(part)} and created_at > ${createdAfter}::timestamptz
        and created_at < (${itsDay} + 1)::timestamp at time zone 'UTC'`;
}

function countedByEnd(part: CountedPart): Sql {
  return sql`select day, count from invitation_tallies where ${isCounted(part)} and counted_by = 'EXPIRES'
      union all select expires_on, change from invitation_moves where ${isCounted(part)}`;
}

/** Adds up to `limit` notes of what changed to the tallies; in one statement, so that the sum of both stays the same throughout. */
export async function foldMoves(db: Database, limit: number): Promise<number> {
  const folded = await db.writeFirst<{ count: number }>(sql`/* across sellers: the clock's own work */ with taken as (
      delete from invitation_moves where ctid = any(array(select ctid from invitation_moves limit ${limit}::int for update skip locked))
      returning seller_id, kind, status, created_on, expires_on, change),
    moved (seller_id, counted_by, kind, status, day, change) as (
      select seller_id, 'ALL', kind, status, date '-infinity', change from taken
      union all select seller_id, 'CREATED', kind, status, created_on, change from taken
      union all select seller_id, 'EXPIRES', kind, status, expires_on, change from taken),
    added as (insert into invitation_tallies as t (seller_id, counted_by, kind, status, day, count)
      select seller_id, counted_by, kind, status, day, sum(change) from moved group by 1, 2, 3, 4, 5 having sum(change) <> 0 order by 1, 2, 3, 4, 5
      on conflict (seller_id, counted_by, kind, status, day) do update set count = t.count + excluded.count)
    select count(*)::int as count from taken`);
  return folded?.count ?? 0;
}
