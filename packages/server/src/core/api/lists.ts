import sql, { empty, raw, type Sql } from 'sql-template-tag';
import Type, { type Static, type TSchema } from 'typebox';
import { INSTANT_PATTERN } from '../../platform/http/formats.ts';
import { fieldProblem } from '../../platform/problems/field-problem.ts';
import { type PageWindow, windowOf } from '../page-window.ts';
import { type Cursor, isBehind, readCursor, START, writeCursor } from './cursor.ts';

/** Query members of every list (contract 2.1). */
export const pageQuery = {
  page: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0, description: 'Page number from 0.' })),
  size: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 100, default: 20, description: 'Entries a page, 1 to 100.' }),
  ),
};

/** By one of these fields. */
export function sortQuery(fields: readonly string[]) {
  return {
    sort: Type.Optional(
      Type.String({
        pattern: `^(${fields.join('|')})(,([aA][sS][cC]|[dD][eE][sS][cC]))?$`,
        description: `Field and direction (in any case), such as \`${fields[0]},desc\`, the default. Fields: ${fields.join(', ')}.`,
      }),
    ),
  };
}

export const cursorQuery = {
  cursor: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9_-]*$',
      maxLength: 500,
      description:
        'Goes on behind the last entry shown: the nextCursor of the page before, with the same filters, any size, and without page and sort; empty: from the oldest on. Nothing that is written meanwhile is passed over. Opaque, at most 500 characters; one of another list or with other filters is 422.',
    }),
  ),
};

/** An instant of a query: text for the caller, a date for the use-case. */
export function instantQuery(description: string) {
  const form =
    'RFC 3339, between date and time a `T` or a blank; the offset may lack its colon, and is below 16 hours.';
  return Type.Optional(
    Type.Unsafe<Date>({
      type: 'string',
      format: 'date-time',
      pattern: INSTANT_PATTERN,
      description: `${description} ${form}`,
    }),
  );
}

const Pagination = Type.Object(
  {
    page: Type.Integer({ description: 'From 0; 0 behind a cursor.' }),
    size: Type.Integer({ description: 'As asked for; the last page may hold fewer.' }),
    totalElements: Type.Integer({ description: 'That the filters take, on all pages.' }),
    totalPages: Type.Integer(),
    hasNext: Type.Boolean({ description: 'Whether there is a further page, or behind a cursor a nextCursor.' }),
    hasPrevious: Type.Boolean(),
    nextCursor: Type.Optional(
      Type.String({
        description:
          'Given back as `cursor` it goes on behind the last entry shown. There when there is more, where the list takes a `cursor`: on the first page in the default order, and on every page behind a cursor.',
      }),
    ),
  },
  { title: 'Pagination' },
);

/** `title` is its name in the document. */
export function pageOf<Item extends TSchema>(title: string, item: Item) {
  return Type.Object({ data: Type.Array(item), pagination: Pagination }, { title });
}

export function presentPage<Row>(
  rows: readonly Row[],
  total: number,
  window: PageWindow | ListWindow,
): { data: Row[]; pagination: Static<typeof Pagination> } {
  const totalPages = Math.ceil(total / window.size);
  const { byCursor = false, nextCursor }: Partial<ListWindow> = window;
  return {
    data: [...rows],
    pagination: {
      page: window.page,
      size: window.size,
      totalElements: total,
      totalPages,
      hasNext: byCursor ? nextCursor !== undefined : window.page + 1 < totalPages,
      hasPrevious: window.page > 0,
      ...(nextCursor !== undefined && { nextCursor }),
    },
  };
}

/** A page that was read: by number, or behind a cursor. */
export interface ListWindow extends PageWindow {
  readonly byCursor: boolean;
  readonly nextCursor?: string;
}

export interface ListPage<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly window: ListWindow;
}

export interface ListQuery {
  readonly page?: number;
  readonly size?: number;
  readonly sort?: string;
  readonly cursor?: string;
}

/** A column and its direction; ties stand by id, ascending by default. */
export interface ListOrder {
  readonly column: string;
  readonly direction: 'asc' | 'desc';
  readonly ids?: 'asc' | 'desc';
}

/** How a table that has `list_position` and `created_at` is listed: what its statements have besides their own. */
export interface Listing {
  /** Columns, besides its own. */
  readonly marks: Sql;
  readonly order: ListOrder;
  readonly byCursor: boolean;
  /** Behind its own conditions: the cursor's; empty for pages by number. */
  readonly behind: Sql;
  /** The same where nothing sought comes before the position of the CTE. */
  behindFirst(first: Sql): Sql;
  readonly limit: number;
  readonly offset: number;
  pageOf<Row extends { readonly id: string }>(rows: readonly ListedRow<Row>[], total: number): ListPage<Row>;
}

export type ListedRow<Row> = Row & Marks;

interface Marks {
  readonly list_position: string;
  readonly created_micros: string;
  readonly list_horizon: string;
}

const marks = sql`list_position::text, (extract(epoch from created_at) * 1000000)::bigint::text as created_micros,
  (select list_horizon())::text as list_horizon`;

/** `name` and every member of the query but those of the paging are what a cursor is bound to. */
export function listing<Query extends ListQuery>(
  name: string,
  { page, size, sort, cursor, ...filters }: Query,
  columns: Readonly<Record<string, string>>,
): Listing {
  const list = [name, Object.entries(filters).sort(([one], [other]) => (one < other ? -1 : 1))];
  const window = windowOf({ ...(page !== undefined && { page }), ...(size !== undefined && { size }) });
  if (cursor === undefined) return byNumber({ list, window, sort, columns });
  if (window.page > 0) throw fieldProblem('page', 'does not go with a cursor', page);
  if (sort !== undefined) throw fieldProblem('sort', 'does not go with a cursor, which has an order of its own', sort);
  return byCursor({ list, window, cursor: readCursor(cursor, list) });
}

interface NumberedListing {
  readonly list: unknown;
  readonly window: PageWindow;
  readonly sort: string | undefined;
  readonly columns: Readonly<Record<string, string>>;
}

/** The first page's cursor goes on with what it has not shown, from the oldest on. A later page cannot know what the ones before it showed. */
function byNumber({ list, window, sort, columns }: NumberedListing): Listing {
  return {
    marks,
    order: orderOf(sort, columns),
    byCursor: false,
    behind: empty,
    behindFirst: () => empty,
    limit: window.size,
    offset: window.page * window.size,
    pageOf(rows, total) {
      const last = rows.at(-1);
      const goesOn = sort === undefined && last !== undefined && window.page === 0 && window.size < total;
      if (!goesOn) return { rows, total, window: { ...window, byCursor: false } };
      const shown = { horizon: last.list_horizon, createdMicros: last.created_micros, id: last.id };
      return {
        rows,
        total,
        window: { ...window, byCursor: false, nextCursor: writeCursor({ after: START, shown }, list) },
      };
    },
  };
}

interface WalkedListing {
  readonly list: unknown;
  readonly window: PageWindow;
  readonly cursor: Cursor;
}

/**
 * What lies above the horizon is there, but something may still come before it: it is not shown, and is the reason why there is more.
 * So a walk ends when it has seen all that was there, and not where the horizon happened to be.
 */
function byCursor({ list, window, cursor }: WalkedListing): Listing {
  return {
    marks,
    order: { column: 'list_position', direction: 'asc' },
    byCursor: true,
    behind: isBehind(cursor),
    behindFirst: (first) => isBehind(cursor, first),
    limit: window.size + 1,
    offset: 0,
    pageOf(rows, total) {
      const shown = rows.slice(0, window.size).filter((row) => BigInt(row.list_position) < BigInt(row.list_horizon));
      const last = shown.at(-1);
      const after = last ? { position: last.list_position, id: last.id } : cursor.after;
      const next = rows.length > shown.length && { nextCursor: writeCursor({ ...cursor, after }, list) };
      return { rows: shown, total, window: { ...window, byCursor: true, ...next } };
    },
  };
}

/** Of a `sort` value; `columns` maps the fields that may be named. By the first of them, newest first, by default. Unknown: 422. */
function orderOf(sort: string | undefined, columns: Readonly<Record<string, string>>): ListOrder {
  const [first = ''] = Object.keys(columns);
  const [field = first, way = 'desc', ...rest] = (sort ?? `${first},desc`).split(',');
  const direction = way.toLowerCase();
  const column = Object.hasOwn(columns, field) ? columns[field] : undefined;
  if (column === undefined || (direction !== 'asc' && direction !== 'desc') || rest.length > 0) {
    throw fieldProblem('sort', `must be one of ${Object.keys(columns).join(', ')}, followed by ,asc or ,desc`, sort);
  }
  return { column, direction };
}

/** The order by of a `sort` value, as above. */
export function orderBy(sort: string | undefined, columns: Readonly<Record<string, string>>): Sql {
  return inOrder(orderOf(sort, columns));
}

export function inOrder({ column, direction, ids = 'asc' }: ListOrder): Sql {
  return ids === 'asc' ? raw(`order by ${column} ${direction}, id`) : raw(`order by ${column} ${direction}, id desc`);
}
