import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from './database.ts';

export interface ClockedDatabase extends TestDatabase {
  /** How far its `now()` is ahead of the true time from here on, as an interval such as `30 days`. */
  moveTo(ahead: string): Promise<void>;
}

/**
 * A database whose clock can be moved: its own `now()` comes before the system's, in functions that name their schemas too. Defaults of
 * columns keep the true time, so what is to grow old is written before the clock is moved.
 */
export async function createClockedDatabase(): Promise<ClockedDatabase> {
  const database = await createTestDatabase();
  async function run(text: string, values: unknown[] = []): Promise<void> {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(text, values).finally(() => client.end());
  }
  await run(`create schema clock; create table clock.moved as select interval '0' as ahead;
    create function clock.now() returns timestamptz language sql stable as 'select pg_catalog.now() + ahead from clock.moved';
    do $$ declare its record; begin
      execute format('alter database %I set search_path = clock, pg_catalog, public', current_database());
      for its in select oid::regprocedure as signature, substr(setting, length('search_path=') + 1) as path
        from pg_proc, unnest(proconfig) setting
        where pronamespace = 'public'::regnamespace and setting like 'search_path=%' loop
        execute format('alter function %s set search_path = clock, %s', its.signature, its.path);
      end loop; end $$`);
  return { ...database, moveTo: (ahead) => run('update clock.moved set ahead = $1::interval', [ahead]) };
}
