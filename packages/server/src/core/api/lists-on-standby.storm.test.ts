import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import sql from 'sql-template-tag';
import { eventually } from '../../../../harness/src/eventually.ts';
import { freePort } from '../../../../harness/src/free-port.ts';
import { PRODUCTION_SETTINGS } from '../../../../harness/src/production-settings.ts';
import { type BuyerScene, invite, sceneWithBuyer } from '../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';
import { startEmbeddedPostgres } from '../../demo/index.ts';
import { selectInvitations } from '../../modules/self-service/invitations/list-repository.ts';
import { type Database, openDatabase } from '../../platform/db/database.ts';
import { migrate } from '../../platform/db/migrate.ts';
import { createLogger } from '../../platform/logger.ts';

const MASTER_KEY = `1:${randomBytes(32).toString('base64')}`;
let folder: string;
let primary: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
let standby: typeof primary;
let standbyDb: Database;
let service: TestService;
let scene: BuyerScene;

async function startOn(url: string): Promise<void> {
  const settings = { MASTER_KEY, DATA_DIR: join(folder, 'data') };
  service = await startService(settings, { url, drop: async () => undefined });
}

/** A copy of the primary's files, which follows its log. */
async function startStandby(primaryPort: number): Promise<typeof primary> {
  const [from, to] = [join(folder, 'primary'), join(folder, 'standby')];
  await mkdir(to);
  for (const name of ['postgres', 'postgres.password']) {
    await cp(join(from, name), join(to, name), { recursive: true, preserveTimestamps: true });
  }
  await writeFile(join(to, 'postgres', 'standby.signal'), '');
  const { username, password } = new URL(primary.url);
  const conninfo = `primary_conninfo=host=127.0.0.1 port=${primaryPort} user=${username} password=${password}`;
  return startEmbeddedPostgres({ dataDir: to, log: () => undefined, flags: [conninfo] });
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nt24-standby-'));
  await mkdir(join(folder, 'data'));
  const port = await freePort();
  const startPrimary = () => startEmbeddedPostgres({ dataDir: join(folder, 'primary'), port, log: () => undefined });
  primary = await startPrimary();
  await migrate(primary.url);
  await primary.stop();
  standby = await startStandby(port);
  primary = await startPrimary();
  standbyDb = openDatabase({ url: standby.url, poolSize: 2, log: createLogger('silent') });
  await startOn(primary.url);
  scene = await sceneWithBuyer(service);
});
after(async () => {
  await service.close();
  await standbyDb.close();
  await Promise.all([standby.stop(), primary.stop()]);
  await rm(folder, { recursive: true });
});

/** As docs/api-design.md says: on while there is more, and the last cursor is kept. */
function poller() {
  const seen = new Set<string>();
  let cursor = '';
  return {
    seen,
    async poll(db: Database): Promise<void> {
      for (;;) {
        const { rows, window } = await selectInvitations(db, { sellerId: scene.org.sellerId, cursor, size: 2 });
        for (const { id } of rows) seen.add(id);
        if (window.nextCursor === undefined || window.nextCursor === cursor) return;
        cursor = window.nextCursor;
      }
    },
  };
}

async function made(count: number): Promise<string[]> {
  const uuids = [];
  for (let n = 0; n < count; n += 1) uuids.push((await invite(service, scene)).invitation.uuid);
  return uuids;
}

test('a poller goes on over a standby and its promotion, and loses nothing', async () => {
  const [onStandby, onPrimary] = [poller(), poller()];
  const before = await made(5);
  await eventually('the standby has them', async () => {
    await onStandby.poll(standbyDb);
    return before.every((uuid) => onStandby.seen.has(uuid));
  });
  await onPrimary.poll(service.db);
  const later = await made(3);
  await eventually('the standby has the later ones', async () => {
    await onStandby.poll(standbyDb);
    return later.every((uuid) => onStandby.seen.has(uuid));
  });

  await service.close();
  await primary.stop();
  await onStandby.poll(standbyDb);
  await standbyDb.write(sql`select pg_promote()`);
  await startOn(standby.url);
  scene = { ...scene, token: await movedToken() };
  const promoted = await made(4);
  for (const { poll, seen } of [onStandby, onPrimary]) {
    await eventually('all are given', async () => {
      await poll(service.db);
      return [...before, ...later, ...promoted].every((uuid) => seen.has(uuid));
    });
  }
});

/** The identity provider has moved with the service. */
async function movedToken(): Promise<string> {
  const { org } = scene;
  const answer = await fetch(`${service.config.oidc.issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: org.clientId,
      client_secret: org.clientSecret,
    }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

test('a process that is started on a standby says so in one line', async () => {
  const port = await freePort();
  const second = join(folder, 'second');
  await mkdir(second);
  await standby.stop();
  for (const name of ['postgres', 'postgres.password'])
    await cp(join(folder, 'standby', name), join(second, name), { recursive: true });
  await writeFile(join(second, 'postgres', 'standby.signal'), '');
  const follower = await startEmbeddedPostgres({ dataDir: second, port, log: () => undefined });
  const entry = fileURLToPath(new URL('../../main/run.js', import.meta.url));
  const child = spawn(process.execPath, [entry, 'api'], {
    env: {
      ...process.env,
      ...PRODUCTION_SETTINGS,
      DATABASE_URL: follower.url,
      MASTER_KEY,
      OIDC_ISSUER: 'http://127.0.0.1:9/realms/nt24-idp',
      PUBLIC_BASE_URL: 'https://kyc.example',
      DATA_DIR: join(folder, 'data'),
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  assert.deepEqual(await once(child, 'close'), [1, null]);
  assert.equal(
    output,
    'the database of DATABASE_URL cannot be used: cannot execute INSERT in a read-only transaction\n',
  );
  await follower.stop();
});
