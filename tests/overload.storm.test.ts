import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { type ApiProcess, startApiProcess } from '../packages/harness/src/api-process.ts';
import { startCuttableProxy } from '../packages/harness/src/cuttable-proxy.ts';
import { expectProblem } from '../packages/harness/src/problem.ts';
import { sceneWithInvitation } from '../packages/harness/src/scene.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';

describe('a database in trouble', () => {
  let service: TestService;
  before(async () => void (service = await startService()));
  after(() => service.close());

  const post = (url: string, path: string, { token, key, body }: { token: string; key: string; body: object }) =>
    fetch(url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    });
  async function waitFor(api: ApiProcess, path: string, status: number): Promise<void> {
    while ((await fetch(api.url + path)).status !== status) await sleep(50);
  }

  it('away: 503 with Retry-After, the process lives on, recovers by itself, and the retried write is done once', async (t) => {
    const scene = await sceneWithInvitation(service);
    const proxy = await startCuttableProxy(service.databaseUrl);
    const api = await startApiProcess(service, { databaseUrl: proxy.url });
    t.after(async () => {
      await api.kill();
      await proxy.cut();
    });
    const read = (): Promise<Response> =>
      fetch(api.url + scene.path, { headers: { authorization: `Bearer ${scene.token}` } });
    const revoke = { token: scene.token, key: randomUUID(), body: { reason: 'x' } };
    assert.equal((await read()).status, 200);
    for (let round = 0; round < 3; round += 1) {
      await proxy.cut();
      await waitFor(api, '/health/ready', 503);
      assert.equal((await fetch(`${api.url}/health/live`)).status, 200);
      assert.equal((await fetch(`${api.url}/metrics`)).status, 200);
      for (const answer of await Promise.all([read(), read(), post(api.url, `${scene.path}/revoke`, revoke)])) {
        assert.ok(Number(answer.headers.get('retry-after')) >= 1);
        await expectProblem(answer, 'unavailable');
      }
      await proxy.restore();
      await waitFor(api, '/health/ready', 200);
      assert.equal((await read()).status, 200);
    }
    assert.equal((await post(api.url, `${scene.path}/revoke`, revoke)).status, 200);
    const replay = await post(api.url, `${scene.path}/revoke`, revoke);
    assert.equal(replay.headers.get('idempotent-replayed'), 'true');
  });

  it('a statement that was cancelled is 503 and leaves the key free', async (t) => {
    const scene = await sceneWithInvitation(service);
    const holder = new Client({ connectionString: service.databaseUrl });
    await holder.connect();
    t.after(() => holder.end());
    await holder.query('begin');
    await holder.query('select from invitations where id = $1 for update', [scene.invitation.uuid]);
    const key = randomUUID();
    const body = { reason: 'x' };
    const first = post(service.url, `${scene.path}/revoke`, { token: scene.token, key, body });
    for (let cancelled = 0; cancelled === 0; await sleep(10)) {
      const { rowCount } = await holder.query(
        `select pg_cancel_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      cancelled = rowCount ?? 0;
    }
    await expectProblem(await first, 'unavailable');
    await holder.query('rollback');
    const again = await post(service.url, `${scene.path}/revoke`, { token: scene.token, key, body });
    assert.equal(again.status, 200);
    assert.equal(again.headers.get('idempotent-replayed'), null);
  });

  it('more calls than it can serve at once are all answered, by success or 503 with Retry-After', async () => {
    const scene = await sceneWithInvitation(service);
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, () => service.call('GET', scene.path, { token: scene.token })),
    );
    for (const answer of answers) {
      if (answer.status !== 200) assert.ok(Number(answer.headers.get('retry-after') ?? 0) >= 1, String(answer.status));
      assert.ok(answer.status === 200 || answer.status === 503, String(answer.status));
      await answer.body?.cancel();
    }
    for (;;) {
      const answer = await service.call('GET', scene.path, { token: scene.token });
      if (answer.status === 200) break;
      assert.equal(answer.status, 503);
      await sleep(100);
    }
  });
});
