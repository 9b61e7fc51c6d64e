import sql from 'sql-template-tag';
import type { Database } from '../../platform/db/database.ts';

/**
 * Deletes of the first `limit` lines those of more than ten years. Lines are numbered as they are written, so the old ones stand first, and
 * where these are young no others need be looked at.
 */
export async function purgeTrail(db: Database, limit: number): Promise<number> {
  const rows = await db.write(sql`/* across sellers: what is over ten years old goes */
    delete from audit_events where id in (
      select id from (select id, occurred_at from audit_events order by id limit ${limit}::int for update skip locked) head
      where occurred_at < now() - interval '10 years')
    returning 1`);
  return rows.length;
}
