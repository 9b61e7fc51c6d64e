import { Client } from 'pg';

/** Defaults, views, constraints and functions that ask the system for the time, past the clock of the sandbox. */
const BOUND_TO_THE_SYSTEM = `
  select 'default ' || adrelid::regclass::text from pg_attrdef where pg_get_expr(adbin, adrelid) ~ 'pg_catalog\\.now|CURRENT_|LOCALTIME'
  union all select 'view ' || viewname from pg_views
    where schemaname in ('public', 'graphile_worker') and definition ~ 'pg_catalog\\.now|CURRENT_|LOCALTIME'
  union all select 'constraint ' || conname from pg_constraint where pg_get_constraintdef(oid) ~ 'now\\(|CURRENT_|LOCALTIME'
  union all select 'function ' || p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'graphile_worker') and p.prokind = 'f'
      and (pg_get_functiondef(p.oid) ~* 'pg_catalog\\.now|current_(date|time)|localtime'
        or exists (select from unnest(p.proconfig) setting where setting like 'search_path=%' and setting not like '%sandbox_clock%'))`;

/** By kind and name. */
export async function boundToTheSystem(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('set search_path = sandbox_clock, pg_catalog, public');
    const { rows } = await client.query<string[]>({ text: BOUND_TO_THE_SYSTEM, rowMode: 'array' });
    return rows.flat();
  } finally {
    await client.end();
  }
}
