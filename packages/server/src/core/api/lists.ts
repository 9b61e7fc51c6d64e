import { raw, type Sql } from 'sql-template-tag';
import Type, { type Static, type TSchema } from 'typebox';
import { fieldProblem } from '../../platform/problems/field-problem.ts';
import type { PageWindow } from '../page-window.ts';

/** Query members of every list (contract 2.1). */
export const pageQuery = {
  page: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0, description: 'Page number from 0.' })),
  size: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 100, default: 20, description: 'Entries a page, 1 to 100.' }),
  ),
};

export const sortQuery = {
  sort: Type.Optional(Type.String({ maxLength: 64, description: 'Field and direction, such as `createdAt,desc`.' })),
};

/** An instant of a query: text for the caller, a date for the use-case. */
export function instantQuery(description: string) {
  return Type.Optional(Type.Unsafe<Date>({ type: 'string', format: 'date-time', description }));
}

const Pagination = Type.Object({
  page: Type.Integer(),
  size: Type.Integer(),
  totalElements: Type.Integer(),
  totalPages: Type.Integer(),
  hasNext: Type.Boolean(),
  hasPrevious: Type.Boolean(),
});

export function pageOf<Item extends TSchema>(item: Item) {
  return Type.Object({ data: Type.Array(item), pagination: Pagination });
}

export function presentPage<Row>(
  rows: readonly Row[],
  total: number,
  window: PageWindow,
): { data: Row[]; pagination: Static<typeof Pagination> } {
  const totalPages = Math.ceil(total / window.size);
  return {
    data: [...rows],
    pagination: {
      ...window,
      totalElements: total,
      totalPages,
      hasNext: window.page + 1 < totalPages,
      hasPrevious: window.page > 0,
    },
  };
}

/** The order by of a `sort` value; `columns` maps the fields that may be named. Newest first by default, ties by id. Unknown: 422. */
export function orderBy(sort: string | undefined, columns: Readonly<Record<string, string>>): Sql {
  const [field = 'createdAt', direction = 'desc', ...rest] = (sort ?? 'createdAt,desc').split(',');
  const column = Object.hasOwn(columns, field) ? columns[field] : undefined;
  if (column === undefined || (direction !== 'asc' && direction !== 'desc') || rest.length > 0) {
    throw fieldProblem('sort', `must be one of ${Object.keys(columns).join(', ')}, followed by ,asc or ,desc`, sort);
  }
  return raw(`order by ${column} ${direction}, id`);
}
