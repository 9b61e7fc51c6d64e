import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SHORT } from '../chaos/webhooks/figure.ts';
import { webhookChaos } from '../chaos/webhooks/run.ts';

/** The short form of `npm run chaos -- webhooks`. */
describe('webhooks under chaos', () => {
  for (const [group, measure] of Object.entries(webhookChaos)) {
    it(group, async (t) => {
      const figures = await measure(SHORT);
      assert.ok(figures.length > 0);
      for (const { what, found, goal, met } of figures) {
        t.diagnostic(`${what}: ${found}`);
        assert.ok(met, `${what}: ${found}, goal ${goal}`);
      }
    });
  }
});
