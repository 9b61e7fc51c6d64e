import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openKillRing } from './kill-ring.ts';

/** Starts what has a url and can be killed, in its own time. */
function createStarter({ startMs, killMs }: { startMs: number; killMs: number }) {
  const alive = new Set<string>();
  const dying = new Set<string>();
  let count = 0;
  return {
    alive,
    dying,
    async start() {
      await sleep(startMs);
      const url = `process-${++count}`;
      alive.add(url);
      return {
        url,
        async kill() {
          dying.add(url);
          await sleep(killMs);
          alive.delete(url);
        },
      };
    },
  };
}

describe('the kill ring', () => {
  it('sends no call to a process that it is about to kill', async () => {
    const { start, dying } = createStarter({ startMs: 1, killMs: 20 });
    const ring = await openKillRing(start, { kills: 6, lanes: 2, longestMs: 5 });
    let calls = 0;
    async function callOn(): Promise<void> {
      while (!ring.isOver()) {
        await ring.call((url) => {
          calls += 1;
          assert.ok(!dying.has(url), `${url} is being killed`);
          return sleep(1);
        });
      }
    }
    await Promise.all([ring.run(), callOn(), callOn()]);
    assert.ok(ring.kills() >= 6);
    assert.ok(calls > 6);
    await ring.close();
  });

  it('is over when it is closed, and leaves no process, not even one that was just starting', async () => {
    const { start, alive } = createStarter({ startMs: 20, killMs: 1 });
    const ring = await openKillRing(start, { kills: 1_000_000, lanes: 2, longestMs: 5 });
    const run = ring.run();
    await ring.call(() => sleep(10));
    await ring.close();
    await run;
    assert.ok(ring.isOver());
    assert.deepEqual([...alive], []);
  });
});
