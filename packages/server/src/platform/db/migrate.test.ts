import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import { type EmbeddedPostgres } from '../../demo/embedded-postgres/embedded-postgres.ts';
import { MIGRATIONS_FOLDER, SchemaNotCurrent, SchemaTooNew, assertSchemaCurrent, migrate } from './migrate.ts';
import { startEmbeddedPostgres } from '../../demo/index.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'nt24-migrate-'));
const folderPath = join(dataDir, 'migrations');
const folder = pathToFileURL(`${folderPath}/`);
const shipped = readdirSync(MIGRATIONS_FOLDER).sort();
let server: EmbeddedPostgres;
let url: string;
let client: Client;
let databases = 0;

async function connect(databaseUrl: string): Promise<Client> {
  const made = new Client({ connectionString: databaseUrl });
  await made.connect();
  return made;
}

before(async () => {
  server = await startEmbeddedPostgres({ dataDir, log: () => {}, flags: ['fsync=off'] });
});
beforeEach(async () => {
  rmSync(folderPath, { recursive: true, force: true });
  cpSync(MIGRATIONS_FOLDER, folderPath, { recursive: true });
  const admin = await connect(server.url);
  const name = `migrate_${(databases += 1)}`;
  await admin.query(`create database ${name}`);
  await admin.end();
  url = server.url.replace(/nt24$/, name);
  client = await connect(url);
});
afterEach(() => client.end());
after(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true });
});

test('applies every file once, and the queue with them', async () => {
  await assert.rejects(assertSchemaCurrent(url, folder), SchemaNotCurrent);
  assert.deepEqual(await migrate(url, folder), shipped);
  assert.deepEqual(await migrate(url, folder), []);
  await assertSchemaCurrent(url, folder);
  const { rows } = await client.query(
    "select name from schema_migrations union select 'queue' from graphile_worker.jobs order by 1",
  );
  assert.deepEqual(
    rows.map((row) => row.name),
    shipped,
  );
});

test('eight at once apply every file exactly once', async () => {
  const results = await Promise.all(Array.from({ length: 8 }, () => migrate(url, folder)));
  assert.deepEqual(results.flat().sort(), shipped);
});

test('a newer database is refused in one line', async () => {
  writeFileSync(join(folderPath, '9000_future.sql'), 'create table future ()');
  await migrate(url, folder);
  rmSync(join(folderPath, '9000_future.sql'));
  await assert.rejects(migrate(url, folder), (error: Error) => {
    assert.ok(error instanceof SchemaTooNew);
    assert.match(error.message, /^the database has schema version 9000, .*newer server$/);
    return true;
  });
  await assert.rejects(assertSchemaCurrent(url, folder), SchemaTooNew);
});

test('a failing file leaves nothing of itself, and the ones before it stay', async () => {
  writeFileSync(join(folderPath, '9000_broken.sql'), 'create table half (); select 1 / 0;');
  await assert.rejects(migrate(url, folder), /migration 9000_broken.sql failed: division by zero/);
  const { rows } = await client.query(
    "select to_regclass('half') as half, to_regclass('buyers') is not null as earlier",
  );
  assert.deepEqual(rows, [{ half: null, earlier: true }]);
  writeFileSync(join(folderPath, '9000_broken.sql'), 'create table half ()');
  assert.deepEqual(await migrate(url, folder), ['9000_broken.sql']);
});

test('a file changed after it was applied is refused', async () => {
  await migrate(url, folder);
  const [first] = shipped;
  assert.ok(first);
  writeFileSync(join(folderPath, first), 'select 1');
  await assert.rejects(migrate(url, folder), SchemaNotCurrent);
});
