import sql, { empty, type Sql } from 'sql-template-tag';
import { type PlacedPage, placePage, type Sought } from '../../../core/api/index.ts';
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

/**
 * A CTE: what was made after the instant stands, in the order of a cursor, from here on. Of its days each has a position that none of
 * them comes before, whatever became of them.
 */
export function firstMadeAfter({ sellerId, kind, createdAfter }: CountedPart): Sql {
  const itsDay = sql`utc_day(${createdAfter}::timestamptz)`;
  return sql`first_made as materialized (
      select least(
        (select min(first_position) from invitation_tallies where seller_id = ${sellerId}::uuid and kind = any(${kindsOf({ sellerId, kind })}::text[])
          and counted_by = 'CREATED' and day >= ${itsDay}),
        (select min(list_position) from invitation_changes where seller_id = ${sellerId}::uuid and created_at > ${createdAfter}::timestamptz)) as position)`;
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

const FIRST: Sought = { order: { column: 'created_at', direction: 'desc' }, limit: 1, offset: 0 };

/** Between which instants of its order a page stands, found out by the numbers of the days. */
export async function placeInvitations(db: Database, part: CountedPart, sought: Sought): Promise<PlacedPage> {
  const sign = overdueSign(part);
  const isByMaking = sought.order.column === 'created_at';
  const noted = isByMaking ? countedByMaking(part) : countedByEnd(part);
  if (sign === 0) return placePage(db, { days: noted }, sought);
  const days = sql`${noted} union all select utc_day(${isByMaking ? sql`created_at` : sql`expires_at`}), ${sign}::int from overdue`;
  return placePage(db, { days, given: overdue(part) }, sought);
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

/**
 * Adds up to `limit` changes to the tallies; in one statement, so that the sum of both stays the same throughout. Those that somebody
 * else is adding are left to him. Zeros are kept: what they say of positions holds.
 */
export async function foldChanges(db: Database, limit: number): Promise<number> {
  const folded = await db.writeFirst<{ count: number }>(sql`/* across sellers: the clock's own work */ with taken as (
      delete from invitation_changes where ctid = any(array(select ctid from invitation_changes limit ${limit}::int for update skip locked))
      returning seller_id, kind, was_status, was_expires_at, status, expires_at, created_at, list_position),
    moved as (
      select seller_id, kind, m.status, utc_day(created_at) as created_on, utc_day(m.expires_at) as expires_on, sum(change) as change,
        min(list_position) as first_position
      from taken cross join lateral (values (was_status, was_expires_at, -1), (status, expires_at, 1)) as m (status, expires_at, change)
      where m.status is not null group by 1, 2, 3, 4, 5),
    added as (insert into invitation_tallies as t (seller_id, counted_by, kind, status, day, count, first_position)
      select seller_id, counted_by, kind, status, day, sum(change), min(position) from moved
        cross join lateral (values ('ALL', date '-infinity', null), ('CREATED', created_on, first_position), ('EXPIRES', expires_on, null))
          as of_day (counted_by, day, position)
      group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
      on conflict (seller_id, counted_by, kind, status, day) do update
        set count = t.count + excluded.count, first_position = least(t.first_position, excluded.first_position))
    select count(*)::int as count from taken`);
  return folded?.count ?? 0;
}

export async function areChangesWaiting(db: Database, count: number): Promise<boolean> {
  const nth = await db.list(sql`/* across sellers: the clock's own work */
    select from invitation_changes offset ${count - 1}::int limit 1`);
  return nth.length > 0;
}
