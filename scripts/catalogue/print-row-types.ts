import type { Client } from 'pg';

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly is_nullable: boolean;
  /** The words that a check constraint allows, where it lists them. */
  readonly words: string | null;
}

/** As `pg` gives them; what is not here is a column that no row type may have yet. */
const TYPES: Readonly<Record<string, string>> = {
  bool: 'boolean',
  bytea: 'Buffer',
  date: 'Date',
  int2: 'number',
  int4: 'number',
  int8: 'string',
  jsonb: 'unknown',
  text: 'string',
  timestamptz: 'Date',
  uuid: 'string',
};

const NAMED = /\bTables\['(\w+)'\]/g;

const COLUMNS = `select c.relname as table, a.attname as name, t.typname as type, not a.attnotnull and c.relkind = 'r' as is_nullable,
    (select substring(pg_get_constraintdef(n.oid) from '^CHECK \\(\\(' || a.attname || ' = ANY \\(ARRAY\\[(.*)\\]\\)\\)\\)$')
     from pg_constraint n where n.conrelid = c.oid and n.contype = 'c' and n.conkey = array[a.attnum]
       and pg_get_constraintdef(n.oid) like 'CHECK ((' || a.attname || ' = ANY (ARRAY[%' limit 1) as words
  from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'schema_migrations' and a.attnum > 0 and not a.attisdropped
  order by c.relname, a.attnum`;

/** The rows of every table that the source names, so that a column that a migration renames breaks the build. */
export async function printRowTypes(client: Client, sources: Iterable<string>): Promise<string> {
  const { rows } = await client.query<Column>(COLUMNS);
  const named = new Set([...sources].flatMap((source) => [...source.matchAll(NAMED)].map(([, table]) => table)));
  const tables = [...Map.groupBy(rows, ({ table }) => table)].filter(([table]) => named.has(table));
  return [
    '/** Rows of the tables whose rows the source names, as read from the catalogue after all migrations. Made by `npm run generate`; do not edit. */',
    'export interface Tables {',
    ...tables.flatMap(([table, columns]) => [`  ${table}: {`, ...columns.map(lineOf), '  };']),
    '}',
    '',
  ].join('\n');
}

function lineOf(column: Column): string {
  return `    ${column.name}: ${typeOf(column)}${column.is_nullable ? ' | null' : ''};`;
}

function typeOf({ table, name, type, words }: Column): string {
  if (words !== null) return words.replaceAll('::text', '').split(', ').join(' | ');
  const isArray = type.startsWith('_');
  const known = TYPES[isArray ? type.slice(1) : type];
  if (known === undefined) throw new Error(`${table}.${name} has the type ${type}, which has no row type yet`);
  return isArray ? `${known}[]` : known;
}
