import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { createReceiver } from '../docs/examples/webhooks/verify-with-sdk.ts';
import { signPayload } from '../packages/server/src/modules/delivery/webhooks/sign-payload.ts';
import { examples, readVectors, runExample } from '../scripts/webhook-examples.ts';

const PLAIN = /^t=(\d+),v1=[0-9a-f]{64}$/;

describe('the verifiers shown in docs/webhooks.md', { concurrency: 2 }, () => {
  for (const example of examples) {
    it(`${example.language}: judges every test vector as it should`, { timeout: 120_000 }, async (t) => {
      const outcome = await runExample(example, await readVectors());
      if (outcome.kind === 'not run') return t.skip(outcome.reason);
      assert.equal(outcome.kind, 'agrees', JSON.stringify(outcome));
    });
  }

  it('judge signatures such as the server makes', async () => {
    let compared = 0;
    for (const { name, outcome, secrets, body, signature } of await readVectors()) {
      const time = PLAIN.exec(signature)?.[1];
      if (outcome !== 'valid' || secrets.length > 1 || time === undefined) continue;
      assert.equal(signPayload(secrets[0] ?? '', Buffer.from(body), Number(time)), signature, name);
      compared += 1;
    }
    assert.ok(compared >= 5);
  });

  it('TypeScript with the SDK: a receiver that takes what is right, once it is stored', async (t) => {
    const taken: string[] = [];
    const receiver = createReceiver(['the secret'], async ({ id }) => {
      if (id === 'evt_unlucky') throw new Error('the store is away');
      taken.push(id);
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    t.after(() => receiver.close());
    const { port } = receiver.address() as AddressInfo;
    const envelope = (id: string, filling = ''): string =>
      JSON.stringify({ id, type: 'kyc.vies_check_failed', data: { filling } });
    async function send(body: string, secret = 'the secret'): Promise<number> {
      const signature = signPayload(secret, Buffer.from(body), Math.floor(Date.now() / 1000));
      const headers = { 'x-novatrade-signature': signature };
      return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body })).status;
    }
    assert.equal(await send(envelope('evt_1', 'grüße')), 204);
    assert.equal(await send(envelope('evt_2'), 'another secret'), 400);
    assert.equal(await send(envelope('evt_unlucky')), 500);
    assert.equal(await send(envelope('evt_3', 'x'.repeat(1_100_000))).catch(() => 413), 413);
    assert.deepEqual(taken, ['evt_1']);
  });
});
