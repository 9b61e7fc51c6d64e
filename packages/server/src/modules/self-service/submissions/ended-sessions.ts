import sql from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';

/** A session of the page goes by the id that its submission has, or would have. Ending it twice is ending it once. */
export async function endSession(db: Database, sessionId: string): Promise<void> {
  await db.write(sql`insert into ended_sessions (id) values (${sessionId}::uuid) on conflict do nothing`);
}

/** One of these: a second device's session ends by itself, and with the one that it joined. */
export async function isSessionEnded(db: Database, sessionIds: readonly string[]): Promise<boolean> {
  return (await db.findFirst(sql`select from ended_sessions where id = any(${[...sessionIds]}::uuid[])`)) !== undefined;
}

/** No session lives for more than 12 hours; one more is for clocks that differ. */
export async function purgeEndedSessions(db: Database, limit: number): Promise<number> {
  const rows = await db.write(sql`delete from ended_sessions e using (
      select id from ended_sessions where ended_at <= now() - interval '13 hours'
      order by ended_at limit ${limit}::int for update skip locked) old
    where e.id = old.id returning e.id`);
  return rows.length;
}
