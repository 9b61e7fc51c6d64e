import type { Client } from 'pg';

export interface Table {
  readonly name: string;
  /** Names, and whether the column may be null. */
  readonly columns: ReadonlyMap<string, { readonly nullable: boolean }>;
  readonly foreignKeys: readonly { readonly columns: readonly string[]; readonly table: string }[];
  /** Of a view: the tables and views that its rows come from. */
  readonly readsFrom: readonly string[];
}

/** A function of our own, as far as its effects go. */
export interface DatabaseFunction {
  readonly name: string;
  readonly language: string;
  readonly isVolatile: boolean;
  readonly body: string;
}

/** Tables, views and functions of the migrated database. */
export interface Catalogue {
  readonly tables: ReadonlyMap<string, Table>;
  readonly functions: readonly DatabaseFunction[];
}

const COLUMNS = `select c.relname as table, a.attname as name, c.relkind = 'r' and not a.attnotnull as nullable
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v') order by c.relname, a.attnum`;
const FOREIGN_KEYS = `select k.conrelid::regclass::text as table, k.confrelid::regclass::text as target,
    array(select a.attname::text from unnest(k.conkey) with ordinality as u (attnum, n)
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum order by u.n) as columns
  from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace`;
/** A key of either of two tables has no constraint: its comment says where it leads. */
const SAID_KEYS = `select c.relname as table, a.attname as column, substring(d.description from '^hangs on (\\w+)') as target
  from pg_description d join pg_class c on c.oid = d.objoid join pg_attribute a on a.attrelid = c.oid and a.attnum = d.objsubid
  where d.classoid = 'pg_class'::regclass and c.relnamespace = 'public'::regnamespace and d.description like 'hangs on %'`;
const VIEWS = `select view_name as name, table_name as source from information_schema.view_table_usage
  where view_schema = 'public' and table_schema = 'public'`;
const FUNCTIONS = `select p.proname as name, l.lanname as language, p.provolatile = 'v' as "isVolatile", p.prosrc as body
  from pg_proc p join pg_language l on l.oid = p.prolang
  where p.pronamespace in (select oid from pg_namespace where nspname in ('public', 'graphile_worker'))`;

/** Reads it from PostgreSQL's own catalogue. */
export async function readCatalogue(client: Client): Promise<Catalogue> {
  const columns = await client.query<{ table: string; name: string; nullable: boolean }>(COLUMNS);
  const keys = await client.query<{ table: string; target: string; columns: string[] }>(FOREIGN_KEYS);
  const said = await client.query<{ table: string; target: string; column: string }>(SAID_KEYS);
  const views = await client.query<{ name: string; source: string }>(VIEWS);
  const functions = await client.query<DatabaseFunction>(FUNCTIONS);
  const tables = [...Map.groupBy(columns.rows, ({ table }) => table)].map(([name, rows]): Table => ({
    name,
    columns: new Map(rows.map((row) => [row.name, { nullable: row.nullable }])),
    foreignKeys: [...keys.rows, ...said.rows.map((key) => ({ ...key, columns: [key.column] }))]
      .filter(({ table }) => table === name)
      .map((key) => ({ columns: key.columns, table: key.target })),
    readsFrom: views.rows.filter((view) => view.name === name).map(({ source }) => source),
  }));
  return { tables: new Map(tables.map((table) => [table.name, table])), functions: functions.rows };
}

/**
 * The columns that say whose a row is, for each table that holds data of a tenant: `seller_id`; where it may be absent or is no column,
 * `organization_id`; where there is no `seller_id`, also the foreign keys to such tables, since the row hangs on theirs. Of a view: the
 * columns that are named like these in what it reads; none, where it does not tell.
 */
export function tenantKeysOf({ tables }: Catalogue): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, readonly string[]>();
  for (let known = -1; known < keys.size;) {
    known = keys.size;
    for (const table of tables.values()) {
      const own = ownKeys(table);
      const hanging = table.foreignKeys.filter((key) => keys.has(key.table)).flatMap(({ columns }) => columns);
      const read = table.readsFrom.flatMap((source) => keys.get(source) ?? []);
      const shown = read.filter((key) => table.columns.has(key));
      const all = own.includes('seller_id') ? own : [...new Set([...own, ...hanging, ...shown])];
      if (all.length > 0 || read.length > 0) keys.set(table.name, all);
    }
  }
  return keys;
}

function ownKeys({ columns }: Table): string[] {
  const isSellers = columns.get('seller_id')?.nullable === false;
  return ['seller_id', 'organization_id'].filter(
    (name) => columns.has(name) && !(isSellers && name === 'organization_id'),
  );
}
