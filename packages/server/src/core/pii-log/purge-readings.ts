import sql from 'sql-template-tag';
import type { Database } from '../../platform/db/database.ts';

/** Likewise of readings of more than six years (contract 4). */
export async function purgeReadings(db: Database, limit: number): Promise<number> {
  const [row] = await db.write<{ gone: number }>(sql`select purge_readings(${limit}::int) as gone`);
  return row?.gone ?? 0;
}
