import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Topic } from './figure.ts';
import { NoPortForCanary } from './webhooks/canary.ts';

/** The short form of `npm run chaos`, as tests. */
export function testTopic(name: string, topic: Topic): void {
  describe(`${name} under chaos`, () => {
    for (const [group, measure] of Object.entries(topic)) {
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
