import { inSession } from './sandbox-session.ts';

// Any fixed number will do, as long as nothing else uses it.
const SETUP_LOCK = 4_224_240_003;

/**
 * `public` comes first, so that what migrations make is made there. The rate windows alone ask for `clock_timestamp()`, which is left
 * to the system: their ends are told to callers, who have clocks of their own.
 */
const CLOCK = `
  create schema if not exists sandbox_clock;
  create table if not exists sandbox_clock.clock (
    is_one boolean primary key default true check (is_one),
    ahead_ms bigint not null,
    wanted_ms bigint not null);
  alter table sandbox_clock.clock add column if not exists starts integer not null default 0;
  alter table sandbox_clock.clock add column if not exists era integer not null default 0;
  insert into sandbox_clock.clock (ahead_ms, wanted_ms) values (0, 0) on conflict do nothing;
  create or replace function sandbox_clock.now() returns timestamptz language sql stable parallel safe as
    $$ select pg_catalog.now() + (select ahead_ms from sandbox_clock.clock) * interval '1 millisecond' $$;
  create or replace function sandbox_clock.transaction_timestamp() returns timestamptz language sql stable parallel safe as
    $$ select sandbox_clock.now() $$;
  create or replace function sandbox_clock.statement_timestamp() returns timestamptz language sql stable parallel safe as
    $$ select pg_catalog.statement_timestamp() + (select ahead_ms from sandbox_clock.clock) * interval '1 millisecond' $$;
  do $$ begin
    execute format('alter database %I set search_path = public, sandbox_clock, pg_catalog', current_database());
  end $$;`;

/** Column defaults and views hold a function by its identity, and functions may name their schemas: they are brought along here. */
const BIND = `
  set search_path = sandbox_clock, pg_catalog, public;
  do $$
  declare its record;
  begin
    for its in
      select d.adrelid::regclass as of_table, a.attname as name, pg_get_expr(d.adbin, d.adrelid) as expression
      from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
      where a.attgenerated = '' and pg_get_expr(d.adbin, d.adrelid) ~ 'pg_catalog\\.(now|(transaction|statement)_timestamp)\\(\\)'
    loop
      execute format('alter table %s alter column %I set default %s', its.of_table, its.name, replace(its.expression, 'pg_catalog.', 'sandbox_clock.'));
    end loop;
    for its in
      select c.oid::regclass as name, c.reloptions as options, pg_get_viewdef(c.oid) as body
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'v' and n.nspname in ('public', 'graphile_worker') and pg_get_viewdef(c.oid) ~ 'pg_catalog\\.now\\(\\)'
    loop
      execute format('create or replace view %s %s as %s', its.name,
        'with (' || array_to_string(its.options, ', ') || ')', replace(its.body, 'pg_catalog.now()', 'sandbox_clock.now()'));
    end loop;
    for its in
      select p.oid::regprocedure as signature, substr(setting, length('search_path=') + 1) as path
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace, unnest(p.proconfig) setting
      where n.nspname in ('public', 'graphile_worker') and setting like 'search_path=%' and setting not like '%sandbox_clock%'
    loop
      execute format('alter function %s set search_path = sandbox_clock, %s', its.signature, its.path);
    end loop;
  end $$;`;

/** Gives the demo's database a clock that can be moved, before the first migration: what is made afterwards asks it. Safe to repeat. */
export function installSandboxClock(url: string): Promise<void> {
  return setUp(url, CLOCK);
}

/** Brings along what a release before had made without that clock, and functions that name their schemas. On a migrated database. */
export function bindSandboxClock(url: string): Promise<void> {
  return setUp(url, BIND);
}

function setUp(url: string, statements: string): Promise<void> {
  return inSession(url, async (client) => {
    // Sent together they are one transaction. Of two processes that start at once, one waits: the system's tables are changed by one at a time.
    await client.query(`select pg_advisory_xact_lock(${SETUP_LOCK}); ${statements}`);
  });
}
