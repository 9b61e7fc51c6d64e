import sql, { type Sql } from 'sql-template-tag';
import Type from 'typebox';

/** A member of an event's data. */
export const Instant = Type.String({ format: 'date-time', description: 'ISO 8601, UTC' });

/** Its text, as `toISOString` writes it. */
export function instantOf(at: Sql): Sql {
  return sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
