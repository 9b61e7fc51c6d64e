import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { uploadChaos } from '../chaos/uploads/run.ts';
import { NoPortForCanary } from '../chaos/webhooks/canary.ts';
import { webhookChaos } from '../chaos/webhooks/run.ts';
import { writeChaos } from '../chaos/writes/run.ts';

/** The short form of `npm run chaos`. */
for (const [topic, groups] of Object.entries({ writes: writeChaos, uploads: uploadChaos, webhooks: webhookChaos })) {
  describe(`${topic} under chaos`, () => {
    for (const [group, measure] of Object.entries(groups)) {
      it(group, async (t) => {
        const figures = await measure('short').catch((error: unknown) => {
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
}
