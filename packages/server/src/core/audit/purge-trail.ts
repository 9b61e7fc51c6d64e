import sql from 'sql-template-tag';
import type { Database } from '../../platform/db/database.ts';

/**
 * Has the tables' owner delete, of the first `limit` lines, those of more than ten years (migration 0028). Lines are numbered as they are
 * written, so the old ones stand first, and where these are young no others need be looked at.
 */
export async function purgeTrail(db: Database, limit: number): Promise<number> {
  const [row] = await db.write<{ gone: number }>(sql`select purge_trail(${limit}::int) as gone`);
  return row?.gone ?? 0;
}
