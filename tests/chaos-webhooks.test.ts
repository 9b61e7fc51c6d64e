import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NoPortForCanary } from '../chaos/webhooks/canary.ts';
import { SHORT } from '../chaos/webhooks/figure.ts';
import { webhookChaos } from '../chaos/webhooks/run.ts';

/** The short form of `npm run chaos -- webhooks`. */
describe('webhooks under chaos', () => {
  for (const [group, measure] of Object.entries(webhookChaos)) {
    it(group, async (t) => {
      const figures = await measure(SHORT).catch((error: unknown) => {
        if (!(error instanceof NoPortForCanary)) throw error;
        t.skip(error.message);
      });
      if (!figures) return;
      assert.ok(figures.length > 0);
      for (const { what, found, goal, met } of figures) {
        t.diagnostic(`${what}: ${found}`);
        assert.ok(met, `${what}: ${found}, goal ${goal}`);
      }
    });
  }
});
