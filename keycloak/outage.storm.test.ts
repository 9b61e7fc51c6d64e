import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../packages/harness/src/eventually.ts';
import { freePort } from '../packages/harness/src/free-port.ts';
import { claimsOf } from './keycloak-realm.ts';
import { run, signal } from './running-keycloak.ts';
import { openStage, type Provisioned, type Stage } from './stage.ts';

const OUTAGE_MS = 120_000;
const PAUSE_MS = 50;
const RECOVERY_MS = 60_000;
/** Its file database writes what was committed some moments later: a kill before that loses a key that it has signed with. */
const WRITTEN_MS = 3_000;

describe('Keycloak out of reach for two minutes', () => {
  let stage: Stage;
  let client: Provisioned;
  let priority = 1_000;
  before(async () => {
    stage = await openStage();
    client = await stage.provision();
  });
  after(() => stage.close());

  const freshToken = async (): Promise<string> =>
    (await stage.realm.asClient(client.clientId, client.secret)).access_token;

  /** A token of a key that the server has not seen yet. */
  async function tokenOfNewKey(): Promise<string> {
    priority += 1;
    await stage.realm.addKey('rsa-generated', { priority: String(priority), algorithm: 'RS256', keySize: '2048' });
    const token = await freshToken();
    await sleep(WRITTEN_MS);
    return token;
  }

  const ways = {
    'since it hangs': {
      stop: () => signal(stage.keycloak, 'SIGSTOP'),
      start: async () => signal(stage.keycloak, 'SIGCONT'),
    },
    'since it was killed': { stop: () => signal(stage.keycloak, 'SIGKILL'), start: () => run(stage.keycloak) },
  };
  for (const [how, { stop, start }] of Object.entries(ways)) {
    it(`${how}: tokens of known keys work on, others are told to come again, and nothing has to be started anew`, async (t) => {
      const known = await freshToken();
      assert.equal(await stage.statusWith(known), 200);
      const unseen = await tokenOfNewKey();
      assert.notEqual(claimsOf(unseen).header.kid, claimsOf(known).header.kid);
      stop();
      const statuses = new Map<number, number>();
      let slowestMs = 0;
      for (const endMs = performance.now() + OUTAGE_MS; performance.now() < endMs; await sleep(PAUSE_MS)) {
        const beganMs = performance.now();
        const status = await stage.statusWith(known);
        slowestMs = Math.max(slowestMs, performance.now() - beganMs);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (statuses.get(status) !== 20) continue;
        const answer = await stage.call('GET /v1/me', unseen);
        const retryAfter = Number(answer.headers.get('retry-after'));
        assert.equal(answer.status, 503);
        assert.ok(retryAfter >= 1 && retryAfter <= 30, `${retryAfter}`);
      }
      assert.deepEqual([...statuses.keys()], [200]);
      t.diagnostic(`${statuses.get(200)} calls, the slowest ${Math.round(slowestMs)} ms`);
      await start();
      const { keys } = await stage.realm.read<{ keys: { kid: string }[] }>('/keys');
      assert.ok(
        keys.some(({ kid }) => kid === claimsOf(unseen).header.kid),
        'Keycloak has kept its new key',
      );
      await eventually(
        'tokens of the new key are let in',
        async () => (await stage.statusWith(unseen)) === 200,
        RECOVERY_MS,
      );
      assert.equal(await stage.statusWith(await freshToken()), 200);
    });
  }

  it('is no reason not to start: an API process that begins meanwhile is ready, and lets in who comes after', async () => {
    const token = await freshToken();
    signal(stage.keycloak, 'SIGSTOP');
    const url = await stage.startApi(await freePort());
    const call = (): Promise<Response> => fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    const answer = await call();
    assert.equal(answer.status, 503);
    assert.ok(Number(answer.headers.get('retry-after')) >= 1);
    signal(stage.keycloak, 'SIGCONT');
    await eventually('it lets clients in', async () => (await call()).status === 200, RECOVERY_MS);
  });
});
