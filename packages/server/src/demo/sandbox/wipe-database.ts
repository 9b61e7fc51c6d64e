import type { Client } from 'pg';
import { ALL_LINK_KEYS_SIGN } from '../../modules/self-service/links/index.ts';
import { aheadAtStart } from './clock-repository.ts';

/** What the database is, and not what it holds: its migrations and timelines, and the keys and the folder that belong to it. */
const KEPT = ['schema_migrations', 'database_timelines', 'master_keys', 'link_keys', 'data_folders'];

export interface WipeOptions {
  /** When the clock begins again, in milliseconds since 1970; undefined: at the true time. */
  readonly startMs: number | undefined;
  /** How many starts there have been then: the one at work, or none. */
  readonly starts: 0 | 1;
}

/** In one transaction: whoever comes meanwhile finds all of it, or nothing. */
export async function wipeDatabase(client: Client, { startMs, starts }: WipeOptions): Promise<void> {
  const { rows } = await client.query<{ tables: string }>(
    `select string_agg(c.oid::regclass::text, ', ') as tables from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and not c.relispartition and (n.nspname = 'public' and not c.relname = any($1)
        or n.nspname = 'graphile_worker' and c.relname in ('_private_jobs', '_private_job_queues'))`,
    [KEPT],
  );
  // Sent together they are one transaction. The keys that stay were made at another time, which may be to come now: they sign at once.
  await client.query(`truncate ${rows[0]?.tables} restart identity;
    ${ALL_LINK_KEYS_SIGN};
    update sandbox_clock.clock set ahead_ms = it.ahead, wanted_ms = it.ahead, starts = ${starts}, era = era + 1
      from (select ${aheadAtStart(startMs)} as ahead) it`);
}
