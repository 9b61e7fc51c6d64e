import type { Client } from 'pg';

/** What the database is, and not what it holds: its migrations and timelines, and the keys and the folder that belong to it. */
const KEPT = ['schema_migrations', 'database_timelines', 'master_keys', 'link_keys', 'data_folders'];

/** In one transaction: whoever comes meanwhile finds all of it, or nothing. The clock stands so far ahead afterwards. */
export async function wipeDatabase(client: Client, aheadMs: number): Promise<void> {
  const { rows } = await client.query<{ tables: string }>(
    `select string_agg(c.oid::regclass::text, ', ') as tables from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and not c.relispartition and (n.nspname = 'public' and not c.relname = any($1)
        or n.nspname = 'graphile_worker' and c.relname in ('_private_jobs', '_private_job_queues'))`,
    [KEPT],
  );
  // Sent together they are one transaction.
  await client.query(`truncate ${rows[0]?.tables} restart identity;
    update sandbox_clock.clock set ahead_ms = ${Math.round(aheadMs)}, wanted_ms = ${Math.round(aheadMs)}, starts = 1`);
}
