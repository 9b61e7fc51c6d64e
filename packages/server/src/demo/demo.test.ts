import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import sql from 'sql-template-tag';
import { openDatabase, type Database } from '../platform/db/database.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres/embedded-postgres.ts';
import { migrate } from '../platform/db/migrate.ts';
import { createKeyring } from '../platform/keyring.ts';
import { systemClock } from '../platform/clock.ts';
import { createLogger } from '../platform/logger.ts';
import { ensureDemo, readDemoFile, type DemoSetting } from './demo.ts';
import { createDirectory } from '../modules/parties/organizations/directory.ts';
import { AdminError } from '../platform/admin-error.ts';
import { assertDeclared } from '../../../harness/src/declared-facts.ts';
import { ensureLinkKey, rotateLinkKey } from '../modules/self-service/links/index.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'nt24-demo-'));
const addresses = {
  apiUrl: 'http://127.0.0.1:8080',
  tokenUrl: 'http://127.0.0.1:8080/token',
  publicBaseUrl: 'http://127.0.0.1:8080',
};
const setting: DemoSetting = {
  dataDir,
  capabilities: ['allowA', 'allowB', 'allowC', 'allowD'],
  dpaVersion: '2026-01',
  addresses,
};
let server: EmbeddedPostgres;
let db: Database;

before(async () => {
  server = await startEmbeddedPostgres({ dataDir, log: () => {}, flags: ['fsync=off'] });
  db = openDatabase({ url: server.url, poolSize: 4, log: createLogger('silent') });
  await migrate(server.url);
});
after(async () => {
  await db.close();
  await assertDeclared(server.url).finally(() => server.stop());
  rmSync(dataDir, { recursive: true });
});

test('a first attempt that died before the database is made good by the next', async () => {
  const broken: Database = { ...db, commit: () => Promise.reject(new Error('died here')) };
  await assert.rejects(ensureDemo(broken, setting), /died here/);
  assert.deepEqual(await db.read(sql`select 1 from organizations`), []);
  const demo = await ensureDemo(db, setting);
  assert.deepEqual(readDemoFile(dataDir), demo);
});

test('the four organizations stand as the file says', async () => {
  const demo = readDemoFile(dataDir);
  assert.ok(demo);
  assert.equal(statSync(join(dataDir, 'demo.json')).mode & 0o777, 0o600);
  const directory = createDirectory(db, systemClock, '2026-01');
  const secrets = JSON.parse(readFileSync(join(dataDir, 'local-idp-clients.json'), 'utf8'));
  const facts = [];
  for (const [slug, organization] of Object.entries(demo.organizations)) {
    const actor = await directory.findActor(organization.clientId);
    assert.ok(typeof actor === 'object');
    assert.equal(organization.clientId, `api-client-${slug}`);
    assert.equal(secrets[organization.clientId], organization.clientSecret);
    assert.equal(actor.organizationId, organization.organizationUuid);
    assert.deepEqual([...actor.partners.keys()].sort(), organization.sellers.map((seller) => seller.uuid).sort());
    facts.push([slug, actor.tier, actor.limits.write, actor.dpa.current, actor.capabilities.size]);
  }
  assert.deepEqual(facts, [
    ['marketplace', 'HIGH_VOLUME', 200, true, 4],
    ['bank', 'STANDARD', 60, true, 0],
    ['load', 'ENTERPRISE', 10_000_000, true, 4],
    ['unsigned', 'STANDARD', 60, false, 0],
  ]);
  const { marketplace, bank } = demo.organizations;
  assert.equal(marketplace.sellers.length, 2);
  assert.equal(bank.sellers[1]?.uuid, marketplace.sellers[0]?.uuid);
});

test('a later start changes addresses only', async () => {
  const before = readDemoFile(dataDir);
  const moved = await ensureDemo(db, { ...setting, addresses: { ...addresses, apiUrl: 'http://127.0.0.1:9090' } });
  assert.deepEqual(moved, { ...before, apiUrl: 'http://127.0.0.1:9090' });
  assert.deepEqual(await db.read(sql`select count(*)::int as n from organizations`), [{ n: 4 }]);
});

test('organizations that are not the demo are left alone', async () => {
  const elsewhere = mkdtempSync(join(dataDir, 'elsewhere-'));
  assert.equal(await ensureDemo(db, { ...setting, dataDir: elsewhere }), undefined);
  assert.equal(readDemoFile(elsewhere), undefined);
});

test('the first link key signs at once, rotated ones a minute later, and each is bound to its id', async () => {
  const keyring = createKeyring([{ id: 1, key: Buffer.alloc(32, 1) }]);
  await Promise.all([ensureLinkKey(db, keyring), ensureLinkKey(db, keyring)]);
  await ensureLinkKey(db, keyring);
  assert.equal(await rotateLinkKey(db, keyring), 2);
  const keys = await db.read<{ kid: number; wrapped_key: Buffer; delay: number }>(
    sql`select kid, wrapped_key, extract(epoch from active_from - created_at)::int as delay from link_keys order by kid`,
  );
  assert.deepEqual(
    keys.map(({ kid, delay }) => [kid, delay]),
    [
      [1, 0],
      [2, 60],
    ],
  );
  for (const { kid, wrapped_key: wrapped } of keys)
    assert.equal(keyring.open('link-key', String(kid), wrapped).length, 32);
  const stranger = createKeyring([{ id: 1, key: Buffer.alloc(32, 2) }]);
  await assert.rejects(ensureLinkKey(db, stranger), AdminError);
});
