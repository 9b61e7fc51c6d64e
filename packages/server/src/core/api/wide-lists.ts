import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { inOrder, type Listing, type ListOrder } from './lists.ts';

/** From this offset on a page is not gone to from the start of the list. */
export const FAR = 1_000;

/** What is shown of which table. */
export interface ListedTable {
  /** Has `seller_id` and `id`. */
  readonly table: string;
  /** Of the page's rows. */
  readonly columns: Sql;
  readonly sellerId: string;
}

/**
 * A list whose length has no bound (decision 0045). It is put together of parts: the rows of one kind, one status. For each of its orders
 * the table has one index, by seller and part, and every part is walked in that index alone, as far as the page goes. The page's own
 * rows are then fetched by id. So neither the length of the list nor the planner's picture of it decides what a page costs.
 */
export interface WideList extends ListedTable {
  /** What stands behind a `from`: a row for each part. */
  readonly parts: Sql;
  /** Which rows of the table are of such a part, and whatever else they must be. */
  readonly isOfPart: Sql;
  /** CTEs for it and for the next, such as `few as materialized (...)`. */
  readonly given?: Sql;
  /** Of which CTE all rows are of the list as well; it has the columns that orders are made of. */
  readonly besides?: Sql;
}

/** Which rows of the order are picked: `limit` behind `offset`, both counted from where the bounds let it begin. */
export interface Picked {
  readonly order: ListOrder;
  /** Conditions on its columns, each with its `and`. */
  readonly within: Sql;
  readonly limit: number;
  readonly offset: number;
}

export function pickedOf({ order, behind, limit, offset }: Listing): Picked {
  return { order, within: behind, limit, offset };
}

/** The same rows from the other end, of a list with `total` rows. */
export function mirrored({ order, within, limit, offset }: Picked, total: number): Picked {
  const opposite = { asc: 'desc', desc: 'asc' } as const;
  const { column, direction, ids = 'asc' } = order;
  const behind = Math.max(0, total - offset - limit);
  return {
    order: { column, direction: opposite[direction], ids: opposite[ids] },
    within,
    limit: Math.max(0, total - offset - behind),
    offset: behind,
  };
}

/** The statement of the page, in the order given. */
export function wideList(list: WideList, { order, within, limit, offset }: Picked, shownIn: ListOrder = order): Sql {
  const { table, columns, sellerId, parts, isOfPart, given, besides } = list;
  const place = raw(`${order.column} as place`);
  const reach = sql`limit ${limit + offset}::bigint`;
  const ways = [
    sql`select of_part.id, of_part.place from ${parts} cross join lateral (
        select id, ${place} ${rowsOf(table)} ${sellerId}::uuid and ${isOfPart} ${within}
        ${inOrder(order)} ${reach}) as of_part`,
    ...(besides ? [sql`select id, ${place} from ${besides} where true ${within}`] : []),
  ];
  return sql`with ${given ? sql`${given}, ` : empty}picked as materialized (
      ${join(ways, ' union all ')}
      ${inOrder({ ...order, column: 'place' })} limit ${limit}::bigint offset ${offset}::bigint)
    select ${columns} ${rowsOf(table)} ${sellerId}::uuid and id = any(array(select id from picked)) ${inOrder(shownIn)}`;
}

/** The page of a list that is short by nature: `few` selects the ids of all of it, and what orders are made of. */
export function fewList(list: ListedTable & { readonly few: Sql }, { order, behind, limit, offset }: Listing): Sql {
  const { table, columns, sellerId, few } = list;
  return sql`with few as materialized (${few})
    select ${columns} ${rowsOf(table)} ${sellerId}::uuid
      and id = any(array(select id from few where true ${behind} ${inOrder(order)} limit ${limit}::bigint offset ${offset}::bigint)) ${inOrder(order)}`;
}

/** With the seller behind it. */
function rowsOf(table: string): Sql {
  return raw(`from ${table} where seller_id =`);
}
