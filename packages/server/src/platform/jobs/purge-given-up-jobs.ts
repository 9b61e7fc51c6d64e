import sql from 'sql-template-tag';
import type { Database } from '../db/database.ts';

/** Deletes up to `limit` jobs that were given up more than thirty days ago. Those that were done the queue deletes itself, at once. */
export async function purgeGivenUpJobs(db: Database, limit: number): Promise<number> {
  const rows = await db.write(sql`delete from graphile_worker._private_jobs where id in (
      select id from graphile_worker._private_jobs
      where attempts >= max_attempts and locked_at is null and updated_at < now() - interval '30 days'
      limit ${limit}::int for update skip locked)
    returning 1`);
  return rows.length;
}
