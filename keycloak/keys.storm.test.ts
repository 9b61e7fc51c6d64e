import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../packages/harness/src/eventually.ts';
import { claimsOf } from './keycloak-realm.ts';
import { openStage, type Provisioned, type Stage } from './stage.ts';

const COOL_DOWN_MS = 30_000;
const rsa = (priority: number) => ({ priority: String(priority), algorithm: 'RS256', keySize: '2048' });

describe('a realm whose signing key is rotated', () => {
  let stage: Stage;
  let client: Provisioned;
  const tokens: string[] = [];
  before(async () => {
    stage = await openStage();
    client = await stage.provision();
    tokens.push(await freshToken());
  });
  after(() => stage.close());

  const freshToken = async (): Promise<string> =>
    (await stage.realm.asClient(client.clientId, client.secret)).access_token;
  const kidOf = (token = ''): string => claimsOf(token).header.kid;

  it('has tokens of the new key in force at once, and those of the old one until their end, under load', async () => {
    const statuses: number[] = [];
    let isOver = false;
    const load = Array.from({ length: 8 }, async () => {
      while (!isOver) statuses.push(await stage.statusWith(tokens[statuses.length % tokens.length] ?? ''));
    });
    await eventually('the load runs', () => statuses.length > 50);
    await stage.realm.addKey('rsa-generated', rsa(200));
    const rotated = await freshToken();
    assert.notEqual(kidOf(rotated), kidOf(tokens[0]));
    assert.equal(await stage.statusWith(rotated), 200);
    tokens.push(rotated);
    const before = statuses.length;
    await eventually('the load goes on', () => statuses.length > before + 200);
    isOver = true;
    await Promise.all(load);
    assert.deepEqual(new Set(statuses), new Set([200]));
  });

  it('has tokens of a second new key within the 30 s told to come again, and let in then', async () => {
    await stage.realm.addKey('rsa-generated', rsa(300));
    const early = await freshToken();
    const answer = await stage.call('GET /v1/me', early);
    const retryAfter = Number(answer.headers.get('retry-after'));
    assert.equal(answer.status, 503);
    assert.ok(retryAfter >= 1 && retryAfter * 1000 <= COOL_DOWN_MS, `${retryAfter}`);
    await sleep(retryAfter * 1000);
    assert.equal(await stage.statusWith(early), 200);
    assert.equal(await stage.statusWith(tokens[0] ?? ''), 200);
  });

  it('has those of a key that was taken away refused, once the keys are fetched again', async () => {
    const old = kidOf(tokens[0]);
    const { keys } = await stage.realm.read<{ keys: { kid: string; providerId: string }[] }>('/keys');
    const providerId = keys.find(({ kid }) => kid === old)?.providerId;
    await stage.realm.change('DELETE', `/components/${providerId}`);
    assert.equal(await stage.statusWith(tokens[0] ?? ''), 200);
    await sleep(COOL_DOWN_MS);
    await stage.realm.addKey('rsa-generated', rsa(400));
    assert.equal(await stage.statusWith(await freshToken()), 200);
    const refused = await stage.call('GET /v1/me', tokens[0] ?? '');
    // Its key is unknown now, and was not looked for a moment ago: perhaps it has come back.
    assert.equal(refused.status, 503);
    await sleep(Number(refused.headers.get('retry-after')) * 1000);
    await stage.expectRefused(tokens[0] ?? '', 'kid');
  });
});
