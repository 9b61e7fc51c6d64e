import sql from 'sql-template-tag';
import type { Database } from '../../platform/db/database.ts';

/** Deletes up to `limit` windows that nobody has called in for an hour. */
export async function purgeWindows(db: Database, limit: number): Promise<number> {
  const rows = await db.write(sql`delete from rate_windows w using (
      select scope, category from rate_windows
      where greatest(minute_started_at, burst_started_at) < now() - interval '1 hour'
      limit ${limit}::int for update skip locked) old
    where w.scope = old.scope and w.category = old.category returning 1`);
  return rows.length;
}
