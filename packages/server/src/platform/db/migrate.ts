import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { Pool, type PoolClient } from 'pg';

/** The repository's own folder of migrations. */
export const MIGRATIONS_FOLDER = new URL('../../../../../migrations/', import.meta.url);

/** The database was migrated by a newer version of this server. */
export class SchemaTooNew extends Error {
  constructor(found: number, known: number) {
    super(`the database has schema version ${found}, but this server knows only up to ${known}; start a newer server`);
  }
}

/** The database lacks migrations, was made by files other than these, or does not let its role see or change that. */
export class SchemaNotCurrent extends Error {}

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

interface Applied {
  readonly version: number;
  readonly checksum: string;
}

const CONNECT_TIMEOUT_MS = 3_000;
// Any fixed number will do, as long as nothing else uses it.
const MIGRATION_LOCK = 4_224_240_001;
const UNDEFINED_TABLE = '42P01';
const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Applies what is missing, forward only, each file in a transaction of its own; several processes at once are safe. One query when
 * nothing is missing.
 * @returns the names of the files applied now
 * @throws SchemaTooNew, SchemaNotCurrent
 */
export function migrate(databaseUrl: string, folder = MIGRATIONS_FOLDER): Promise<string[]> {
  return withPool(databaseUrl, (pool) => applyMissing(pool, folder));
}

/** For processes that do not migrate themselves. @throws SchemaTooNew, SchemaNotCurrent */
export async function assertSchemaCurrent(databaseUrl: string, folder = MIGRATIONS_FOLDER): Promise<void> {
  const [first] = missing(readMigrations(folder), await withPool(databaseUrl, appliedBefore));
  if (first) throw new SchemaNotCurrent(`the database lacks migration ${first.name}; run npm run migrate first`);
}

/** Connections of their own, for the moment: a transaction and the queue's migrations. */
async function withPool<Result>(connectionString: string, work: (pool: Pool) => Promise<Result>): Promise<Result> {
  const pool = new Pool({ connectionString, max: 2, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A lost connection is told by the statement at work; without listeners it would end the process.
  const ignore = (): void => undefined;
  pool.on('error', ignore).on('connect', (client) => client.on('error', ignore));
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

async function applyMissing(pool: Pool, folder: URL): Promise<string[]> {
  const migrations = readMigrations(folder);
  const [first] = missing(migrations, await appliedBefore(pool));
  if (!first) return [];
  try {
    return await applyAll(pool, migrations);
  } catch (error) {
    if (!isNotAllowed(error)) throw error;
    const role = `the role ${await roleOf(pool)} may not apply`;
    throw new SchemaNotCurrent(
      `the database lacks migration ${first.name}, which ${role}; run npm run migrate as the owner of the tables`,
      { cause: error },
    );
  }
}

async function applyAll(pool: Pool, migrations: readonly Migration[]): Promise<string[]> {
  const client = await pool.connect();
  try {
    // Waiting for another process, or a big table, may take longer than a request may.
    await client.query('set statement_timeout = 0');
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    // Before ours, so that a complete record of ours implies the queue's tables too.
    // A process that only asks whether the schema is current does without the queue's library.
    const { runMigrations } = await import('graphile-worker');
    await runMigrations({ pgPool: pool });
    await client.query(
      `create table if not exists schema_migrations (
        version integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())`,
    );
    const due = missing(migrations, await appliedBefore(client));
    for (const migration of due) await apply(client, migration);
    return due.map((migration) => migration.name);
  } finally {
    // Ends the session, and with it the lock, whatever state it is in.
    client.release(true);
  }
}

function readMigrations(folder: URL): Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name));
  return names.sort().map((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    return { version: Number(name.slice(0, 4)), name, text, checksum: createHash('sha256').update(text).digest('hex') };
  });
}

/** Of the statement itself, or of one in a migration. */
function isNotAllowed(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  return [code, cause?.code].includes(INSUFFICIENT_PRIVILEGE);
}

async function roleOf(db: Pool | PoolClient): Promise<string> {
  return (await db.query<{ role: string }>('select current_user as role')).rows[0]?.role ?? 'of DATABASE_URL';
}

async function appliedBefore(db: Pool | PoolClient): Promise<Applied[]> {
  try {
    return (await db.query<Applied>('select version, checksum from schema_migrations order by version')).rows;
  } catch (error) {
    if ((error as { code?: unknown }).code === UNDEFINED_TABLE) return [];
    if (!isNotAllowed(error)) throw error;
    const role = await roleOf(db);
    throw new SchemaNotCurrent(
      `the role ${role} may not read schema_migrations; deploy/postgres/roles.sql grants what it needs`,
      { cause: error },
    );
  }
}

function missing(migrations: readonly Migration[], applied: readonly Applied[]): Migration[] {
  const known = migrations.at(-1)?.version ?? 0;
  const newest = applied.at(-1)?.version ?? 0;
  if (newest > known) throw new SchemaTooNew(newest, known);
  const checksums = new Map(applied.map((entry) => [entry.version, entry.checksum]));
  const altered = migrations.find(({ version, checksum }) => (checksums.get(version) ?? checksum) !== checksum);
  if (altered)
    throw new SchemaNotCurrent(`migration ${altered.name} was changed after it had been applied to this database`);
  return migrations.filter((migration) => !checksums.has(migration.version));
}

async function apply(client: PoolClient, { version, name, text, checksum }: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(text);
    await client.query('insert into schema_migrations (version, name, checksum) values ($1, $2, $3)', [
      version,
      name,
      checksum,
    ]);
    await client.query('commit');
  } catch (cause) {
    throw new Error(`migration ${name} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
