import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { examples, readVectors, runExample } from '../scripts/webhook-examples.ts';

describe('the verifiers shown in docs/webhooks.md', { concurrency: 2 }, () => {
  for (const example of examples) {
    it(`${example.language}: judges every test vector as it should`, { timeout: 120_000 }, async (t) => {
      const outcome = await runExample(example, await readVectors());
      if (outcome.kind === 'not run') return t.skip(outcome.reason);
      assert.equal(outcome.kind, 'agrees', JSON.stringify(outcome));
    });
  }
});
