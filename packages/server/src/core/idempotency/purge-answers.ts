import sql from 'sql-template-tag';
import type { Database } from '../../platform/db/database.ts';

/** Deletes up to `limit` stored answers that have outlived their 24 hours; keys in use by a request are left to it. */
export async function purgeAnswers(db: Database, limit: number): Promise<number> {
  const rows = await db.write(sql`/* across sellers: what has outlived its 24 hours goes */
    delete from idempotency_keys k using (
      select organization_id, key_hash from idempotency_keys where created_at <= now() - interval '24 hours'
      order by created_at limit ${limit}::int for update skip locked) old
    where k.organization_id = old.organization_id and k.key_hash = old.key_hash returning 1`);
  return rows.length;
}
