import sql from 'sql-template-tag';
import type { Database } from './database.ts';

/** Whether our role may do to the tables whatever it likes, as their owner or an administrator may. */
export async function ownsTables(db: Database): Promise<boolean> {
  const row = await db.readFirst<{ owns: boolean }>(
    sql`select pg_has_role(relowner, 'member') as owns from pg_class where oid = 'schema_migrations'::regclass`,
  );
  return row?.owns === true;
}
