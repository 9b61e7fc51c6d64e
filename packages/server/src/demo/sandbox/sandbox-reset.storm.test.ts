import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { startApiProcess } from '../../../../harness/src/api-process.ts';
import { type DemoServer, startDemoServer } from '../../../../harness/src/demo-server.ts';
import { buyerBody, unique } from '../../../../harness/src/scene.ts';
import { startService } from '../../../../harness/src/service.ts';
import { ACTOR_USABLE_MS } from '../../modules/parties/organizations/index.ts';

const SETTINGS = { SANDBOX_SEED: 'the same every time', SANDBOX_NOW: '2026-01-15T09:00:00Z' };
const OPS = fileURLToPath(new URL('../../main/ops.ts', import.meta.url));
const asJson = { 'content-type': 'application/json' };
const CALLERS = 8;

interface Made {
  readonly uuid: string;
  readonly createdAt: string;
}

describe('a sandbox made anew', { timeout: 300_000 }, () => {
  let server: DemoServer;
  before(async () => void (server = await startDemoServer(undefined, { settings: SETTINGS })));
  after(() => server.stop());

  const demoFile = (of = server): Record<string, unknown> =>
    JSON.parse(readFileSync(join(of.dataDir, 'demo.json'), 'utf8')) as Record<string, unknown>;
  async function reset(body?: object): Promise<void> {
    const answer = await server.sandbox('POST', '/reset', body);
    assert.equal(answer.status, 200, await answer.text());
  }
  /** What an integrator's test does, one call after the other. @returns the ids of what came of it */
  async function walk(of: DemoServer): Promise<string[]> {
    const buyers = `/v1/partners/${of.sellerId}/buyers`;
    const given = buyerBody({ vatNumber: 'PT501964843' });
    const buyer = (await (await of.call('POST', buyers, given)).json()) as Made;
    const family = `${buyers}/${buyer.uuid}/kyc/self-service-invitations`;
    const invited = await of.call('POST', family, { recipientEmail: 'office@buyer.example' });
    assert.equal(invited.status, 201, await invited.clone().text());
    const invitation = (await invited.json()) as Made;
    assert.match(buyer.createdAt, /^2026-01-15T09:/);
    const hook = { url: 'http://127.0.0.1:9/', events: ['kyc.*'] };
    const { id } = (await (await of.call('POST', '/v1/webhooks', hook)).json()) as { id: string };
    return [buyer.uuid, invitation.uuid, id];
  }

  it('has the ids that it had, for what it is and for what the same calls make', async () => {
    const first = { file: demoFile(), ids: await walk(server) };
    assert.ok(first.ids.every((id) => id.length > 30));
    await server.mailTo('office@buyer.example');
    const done = await server.sandbox('POST', `/invitations/${first.ids[1]}/complete`);
    assert.equal(done.status, 200, await done.text());
    assert.notDeepEqual(await filesOf(server), []);
    await server.sandbox('POST', '/clock/advance', { by: '3d' });
    await reset();
    const seller = `/v1/partners/${server.sellerId}`;
    const { pagination } = (await (await server.call('GET', `${seller}/buyers`)).json()) as {
      pagination: { totalElements: number };
    };
    assert.equal(pagination.totalElements, 0);
    assert.doesNotMatch(await (await fetch(server.outboxUrl())).text(), /buyer\.example/);
    assert.deepEqual(await filesOf(server), []);
    assert.deepEqual({ file: demoFile(), ids: await walk(server) }, first);
  });

  it('is like another one of the same seed, and unlike one of another', async () => {
    await reset();
    const ids = await walk(server);
    const other = await startDemoServer(undefined, { settings: SETTINGS });
    try {
      assert.deepEqual(demoFile(other)['organizations'], demoFile()['organizations']);
      assert.deepEqual(await walk(other), ids);
    } finally {
      await other.stop();
    }
    const calledMs = Date.now();
    await reset({ seed: 'another' });
    // By the system's clock its own began when nobody remembered any more who may call, and so stands where it was told to.
    const { aheadSeconds } = (await (await server.sandbox('GET', '/clock')).json()) as { aheadSeconds: number };
    assert.ok(Date.parse(SETTINGS.SANDBOX_NOW) - aheadSeconds * 1_000 >= calledMs + ACTOR_USABLE_MS);
    assert.notDeepEqual(demoFile()['organizations'], undefined);
    assert.equal(demoFile()['seed'], 'another');
    const taken = JSON.stringify(demoFile());
    assert.ok(ids.every((id) => !taken.includes(id)) && !taken.includes(server.sellerId));
    // Its own words were for that reset; without any those of the environment hold.
    await reset();
    assert.equal(demoFile()['seed'], SETTINGS.SANDBOX_SEED);
    assert.equal((await server.call('GET', `/v1/partners/${server.sellerId}/buyers`)).status, 200);
  });

  it('answers those who call meanwhile with 503, or as ever, and never by half', async () => {
    const buyers = `/v1/partners/${server.sellerId}/buyers`;
    // Fetched once: where tokens are made is closed meanwhile too, and without one a call is 401.
    const authorization = `Bearer ${await server.token()}`;
    const statuses = new Set<number>();
    let isOver = false;
    const callers = Array.from({ length: CALLERS }, async () => {
      while (!isOver) {
        const body = JSON.stringify(buyerBody({ vatNumber: `PT${unique().toUpperCase()}` }));
        const headers = { ...asJson, authorization, 'idempotency-key': randomUUID() };
        const answer = await fetch(server.url + buyers, { method: 'POST', headers, body });
        statuses.add(answer.status);
        await answer.body?.cancel();
      }
    });
    for (let n = 0; n < 3; n += 1) await reset();
    await Promise.all([reset(), reset(), reset()]);
    assert.ok(statuses.has(503));
    isOver = true;
    await Promise.all(callers);
    assert.deepEqual(
      [...statuses].filter((status) => ![201, 503].includes(status)),
      [],
    );
    assert.ok(statuses.has(201));
    const client = new Client({ connectionString: await server.databaseUrl() });
    await client.connect();
    const { rows } =
      await client.query(`select (select count(*) from buyers) = (select count(*) from audit_events where action = 'buyer.upsert') as whole,
      (select count(*)::int from organizations) as organizations`);
    await client.end();
    assert.deepEqual(rows, [{ whole: true, organizations: 4 }]);
  });

  it('is made so from the command line too', async () => {
    await walk(server);
    const { stdout } = await ops(server, 'sandbox', 'reset');
    assert.equal(stdout, 'the demo is as new\n');
    const clock = (await (await server.sandbox('GET', '/clock')).json()) as { now: string };
    assert.match(clock.now, /^2026-01-15T09:0/);
    await walk(server);
  });

  it('is emptied by the command line where no demo runs, and then begins as the first time', async () => {
    await reset();
    const ids = await walk(server);
    await server.mailTo('office@buyer.example');
    await server.halt();
    const { stdout } = await ops(server, 'sandbox', 'reset');
    assert.match(stdout, /^everything is gone/);
    assert.deepEqual(await readdir(join(server.dataDir, 'mail')), []);
    server = await startDemoServer(undefined, { dataDir: server.dataDir, settings: SETTINGS });
    assert.deepEqual(await walk(server), ids);
  });

  it('goes on behind a kill with ids that nobody has yet', async () => {
    await reset();
    const ids = await walk(server);
    await server.kill();
    server = await startDemoServer(undefined, { dataDir: server.dataDir, settings: SETTINGS });
    const buyers = `/v1/partners/${server.sellerId}/buyers`;
    const answer = await server.call('POST', buyers, buyerBody({ vatNumber: 'PT507172086' }));
    assert.equal(answer.status, 201);
    assert.ok(!ids.includes(((await answer.json()) as Made).uuid));
  });
});

/** What lies in the demo's store of files. */
async function filesOf({ dataDir }: DemoServer): Promise<string[]> {
  const entries = await readdir(join(dataDir, 'files'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map(({ name }) => name);
}

function ops({ dataDir }: DemoServer, ...words: string[]): Promise<{ stdout: string }> {
  const env = { PATH: process.env.PATH, DATA_DIR: dataDir };
  return promisify(execFile)(process.execPath, [OPS, ...words], { env });
}

describe('production', { timeout: 120_000 }, () => {
  it('has no sandbox', async () => {
    const service = await startService();
    const api = await startApiProcess(service);
    try {
      for (const [method, path] of [
        ['GET', '/clock'],
        ['POST', '/clock/advance'],
        ['POST', '/reset'],
      ] as const)
        assert.equal((await fetch(`${api.url}/sandbox${path}`, { method })).status, 404, path);
      await assert.rejects(startApiProcess(service, { settings: { SANDBOX_SEED: 'x' } }), /ended with 1/);
    } finally {
      await api.stop();
      await service.close();
    }
  });
});
