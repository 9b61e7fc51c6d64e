import sql from 'sql-template-tag';
import type { Database } from '../../platform/db/database.ts';

/** Deletes of the first `limit` readings those of more than six years (contract 4); they are numbered as they are written. */
export async function purgeReadings(db: Database, limit: number): Promise<number> {
  const rows = await db.write(sql`/* across sellers: what is over six years old goes */
    delete from pii_access_log where id in (
      select id from (select id, occurred_at from pii_access_log order by id limit ${limit}::int for update skip locked) head
      where occurred_at < now() - interval '6 years')
    returning 1`);
  return rows.length;
}
