import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { signPayload } from '../packages/server/src/modules/webhooks/sign-payload.ts';
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
});
