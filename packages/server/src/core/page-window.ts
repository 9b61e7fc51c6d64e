import sql, { type Sql } from 'sql-template-tag';

/** Which part of a list is asked for (contract 2.1). */
export interface PageWindow {
  readonly page: number;
  readonly size: number;
}

export function windowOf(query: { page?: number; size?: number }): PageWindow {
  return { page: query.page ?? 0, size: query.size ?? 20 };
}

export function limitOffset({ page, size }: PageWindow): Sql {
  return sql`limit ${size}::int offset ${page * size}::bigint`;
}
