import sql, { empty, raw, type Sql } from 'sql-template-tag';
import type { Database } from '../../platform/db/database.ts';
import type { ListOrder } from './lists.ts';
import type { Picked } from './wide-lists.ts';

/** Numbers of a list by the days of its order (decision 0045). */
interface CountedDays {
  /** Rows of a day and a number, any of each day, to be added up. */
  readonly days: Sql;
  /** CTEs for it. */
  readonly given?: Sql;
}

export type Sought = Pick<Picked, 'order' | 'limit' | 'offset'>;

export interface PlacedPage {
  readonly total: number;
  /** Bounds of its days, both outside; null where there is no such page. */
  readonly after: string | null;
  readonly before: string | null;
  /** Rows from the bound to the page. */
  readonly offset: number;
}

/** Between which instants of its order a page stands, found out by the numbers of the days. */
export async function placePage(db: Database, counted: CountedDays, sought: Sought): Promise<PlacedPage> {
  const { limit, offset } = sought;
  const fromFront = sought.order.direction === 'desc' ? sql`order by day desc` : sql`order by day`;
  const placed = await db.listFirst<PlacedPage>(sql`with ${counted.given ? sql`${counted.given}, ` : empty}
    noted (day, count) as (${counted.days}),
    days as (select day, sum(count) as count from noted group by day having sum(count) <> 0),
    placed as (select day, sum(count) over (${fromFront}) as through, sum(count) over (${fromFront}) - count as before_it from days),
    met as (select * from placed where through > ${offset}::bigint and before_it < ${offset + limit}::bigint)
    select coalesce((select sum(count) from days), 0)::int as total,
      ((select min(day) from met)::timestamp at time zone 'UTC' - interval '1 microsecond')::text as after,
      (((select max(day) from met) + 1)::timestamp at time zone 'UTC')::text as before,
      (${offset}::bigint - coalesce((select min(before_it) from met), 0))::int as offset`);
  return placed ?? { total: 0, after: null, before: null, offset: 0 };
}

/** The page's rows, gone to from the bound; undefined where there is no such page. */
export function pickedIn({ after, before, offset }: PlacedPage, { order, limit }: Sought): Picked | undefined {
  if (after === null || before === null) return undefined;
  return { order, within: sql`and ${between(order, after, before)}`, limit, offset };
}

function between({ column }: ListOrder, after: string, before: string): Sql {
  return sql`${raw(`${column} > `)}${after}::timestamptz ${raw(`and ${column} < `)}${before}::timestamptz`;
}
