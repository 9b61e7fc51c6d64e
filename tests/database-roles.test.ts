import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import { clusterUrl, urlOfDatabase } from '../packages/harness/src/database.ts';
import { assertDeclared } from '../packages/harness/src/declared-facts.ts';
import { type MailServer, startMailServer } from '../packages/harness/src/mail-server.ts';
import { walkMainPaths } from '../packages/harness/src/main-paths.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../packages/harness/src/webhook-receiver.ts';
import { openWorker, settingsOf, type TestWorker } from '../packages/harness/src/worker.ts';
import { openDatabase } from '../packages/server/src/platform/db/database.ts';
import {
  assertSchemaCurrent,
  migrate,
  MIGRATIONS_FOLDER,
  SchemaNotCurrent,
} from '../packages/server/src/platform/db/migrate.ts';
import { ownsTables } from '../packages/server/src/platform/db/owns-tables.ts';

const ROLES = readFileSync(new URL('../deploy/postgres/roles.sql', import.meta.url), 'utf8');
const PASSWORD = 'of-both';

/** A database of the suite's server, with two roles of its own for it. */
function createPlace() {
  const name = `roles_${randomBytes(6).toString('hex')}`;
  const database = urlOfDatabase(name);
  const as = (role: string): string =>
    Object.assign(new URL(database), { username: `${name}_${role}`, password: PASSWORD }).href;
  return {
    name,
    ownerUrl: as('owner'),
    runnerUrl: as('runner'),
    adminUrl: as('admin'),
    /** By an administrator such as hosted servers have one: no superuser. */
    async make(): Promise<void> {
      await ask(clusterUrl(), `create role ${name}_admin login createrole createdb password '${PASSWORD}'`);
      await ask(clusterUrl(), `create database ${name} owner ${name}_admin`);
    },
    /** As deploy/postgres/README.md says it. */
    async makeRoles(): Promise<void> {
      await ask(as('admin'), ROLES.replaceAll('nt24_', `${name}_`));
      for (const role of ['owner', 'runner'])
        await ask(as('admin'), `alter role ${name}_${role} password '${PASSWORD}'`);
    },
    async drop(): Promise<void> {
      await ask(clusterUrl(), `drop database if exists ${name} with (force)`);
      for (const role of ['owner', 'runner', 'admin']) await ask(clusterUrl(), `drop role if exists ${name}_${role}`);
    },
  };
}

async function ask(url: string, statement: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(statement)).rows ?? [];
  } finally {
    await client.end();
  }
}

describe('a role that runs and owns nothing', () => {
  const place = createPlace();
  let service: TestService;
  let mails: MailServer;
  let receiver: WebhookReceiver;
  let worker: TestWorker;
  before(async () => {
    await place.make();
    await place.makeRoles();
    await migrate(place.ownerUrl);
    await assertSchemaCurrent(place.runnerUrl);
    const drop = () => assertDeclared(place.ownerUrl).finally(place.drop);
    [service, mails, receiver] = await Promise.all([
      startService({}, { url: place.runnerUrl, drop }),
      startMailServer(),
      startWebhookReceiver(),
    ]);
    worker = await openWorker(settingsOf(service, mails.url));
  });
  after(async () => {
    await worker.stop();
    await Promise.all([service.close(), mails.close(), receiver.close()]);
  });

  it('is enough for API and worker on the main paths', async () => {
    const { used, revoked } = await walkMainPaths(service, receiver);
    for (const [{ path, token }, status] of [
      [used, 'USED'],
      [revoked, 'REVOKED'],
    ] as const) {
      const seen = (await (await service.call('GET', path, { token })).json()) as { status: string };
      assert.equal(seen.status, status);
    }
    const complaints = [...service.logLines, ...worker.logLines].filter((line) => line.includes('permission denied'));
    assert.deepEqual(complaints, []);
  });

  it('is known as such at the start', async () => {
    assert.equal(await ownsTables(service.deps.db), false);
    const owner = openDatabase({ url: place.ownerUrl, poolSize: 1, log: service.deps.log });
    assert.equal(await ownsTables(owner).finally(owner.close), true);
  });

  it('can not change what the tables are, nor who may what', async () => {
    for (const statement of [
      'drop table invitations',
      'alter table invitations add column more text',
      'alter table audit_events disable trigger all',
      'alter table invitations disable row level security',
      'truncate audit_events',
      'truncate invitations cascade',
      'create table more ()',
      'create schema more',
      'create temporary table more ()',
      'create index on invitations (label)',
      'drop function take_calls',
      'create or replace function list_horizon() returns bigint language sql as $$ select 1::bigint $$',
      'drop schema graphile_worker cascade',
      'alter table graphile_worker._private_jobs add column more text',
      'create policy more on graphile_worker._private_jobs using (true)',
      `alter role ${new URL(place.ownerUrl).username} password 'mine'`,
      `set role ${new URL(place.ownerUrl).username}`,
      'create role more',
    ])
      await assert.rejects(ask(place.runnerUrl, statement), { code: '42501' }, statement);
  });

  it('is told to have migrations run by the owner, and leaves them to him', async () => {
    const folder = pathToFileURL(`${mkdtempSync(join(tmpdir(), 'nt24-roles-'))}/`);
    cpSync(MIGRATIONS_FOLDER, folder, { recursive: true });
    writeFileSync(new URL('9000_more.sql', folder), 'create table more (id integer primary key)');
    const lacking = 'the database lacks migration 9000_more.sql; run npm run migrate first';
    await assert.rejects(assertSchemaCurrent(place.runnerUrl, folder), { message: lacking });
    await assert.rejects(migrate(place.runnerUrl, folder), {
      constructor: SchemaNotCurrent,
      message: `the database lacks migration 9000_more.sql, which the role ${place.name}_runner may not apply; run npm run migrate as the owner of the tables`,
    });
    assert.deepEqual(await migrate(place.ownerUrl, folder), ['9000_more.sql']);
    assert.deepEqual(await migrate(place.runnerUrl, folder), []);
    await ask(place.runnerUrl, 'insert into more values (1)');
    await ask(place.ownerUrl, 'drop table more; delete from schema_migrations where version = 9000');
    rmSync(folder, { recursive: true });
  });

  it('can write the trail and no more: neither change nor remove what stands in it', async () => {
    for (const table of ['audit_events', 'pii_access_log', 'schema_migrations']) {
      const before = await ask(place.ownerUrl, `select * from ${table} order by 1`);
      assert.ok(before.length > 0, table);
      const column = table === 'schema_migrations' ? 'name' : 'request_id';
      for (const statement of [
        `delete from ${table}`,
        `update ${table} set ${column} = ${column}`,
        `truncate ${table}`,
      ])
        await assert.rejects(ask(place.runnerUrl, statement), { code: '42501' }, statement);
      assert.deepEqual(await ask(place.ownerUrl, `select * from ${table} order by 1`), before);
    }
    const forged = `insert into schema_migrations (version, name, checksum) values (9999, 'x', 'x')`;
    await assert.rejects(ask(place.runnerUrl, forged), { code: '42501' });
    await ask(place.ownerUrl, 'begin; update audit_events set details = details; delete from audit_events; rollback');
  });
});

describe('two roles for tables that are there already', () => {
  const place = createPlace();
  before(async () => {
    await place.make();
    await migrate(place.adminUrl);
  });
  after(place.drop);

  it('get what they would have had from the start, and no more when asked again', async () => {
    await place.makeRoles();
    await ask(place.adminUrl, `reassign owned by ${place.name}_admin to ${place.name}_owner`);
    await assertSchemaCurrent(place.runnerUrl);
    const rights = await rightsOf(place);
    await place.makeRoles();
    assert.deepEqual(await rightsOf(place), rights);
    const lacking = rights.filter(({ read, written, is_owner: isOwner }) => !read || !written || isOwner);
    assert.deepEqual(lacking, []);
    assert.ok(rights.length > 30);
    assert.deepEqual(await migrate(place.ownerUrl), []);
  });

  it('are missed in one line where they were not granted', async () => {
    await ask(place.ownerUrl, `revoke all on schema_migrations from ${place.name}_runner`);
    const message = `the role ${place.name}_runner may not read schema_migrations; deploy/postgres/roles.sql grants what it needs`;
    for (const start of [assertSchemaCurrent, migrate])
      await assert.rejects(start(place.runnerUrl), { constructor: SchemaNotCurrent, message });
  });
});

interface Rights {
  readonly relation: string;
  readonly read: boolean;
  readonly written: boolean;
  readonly is_owner: boolean;
}

/** The runner's, on every table, view and sequence. */
async function rightsOf({ ownerUrl, name }: ReturnType<typeof createPlace>): Promise<Rights[]> {
  const role = `'${name}_runner'`;
  return (await ask(
    ownerUrl,
    `select relname as relation, pg_get_userbyid(relowner) = ${role} as is_owner,
      case relkind when 'S' then has_sequence_privilege(${role}, oid, 'usage') else has_table_privilege(${role}, oid, 'select') end as read,
      case relkind when 'S' then true else has_table_privilege(${role}, oid, 'insert') end as written
    from pg_class where relnamespace in ('public'::regnamespace, 'graphile_worker'::regnamespace) and relkind in ('r', 'v', 'S')
    order by 1`,
  )) as Rights[];
}
