import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nextRetryInMs, RETRY_OFFSETS_MS, retryAfterMs } from './retry-plan.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

describe('plan of retries', () => {
  it('is due at the contract’s offsets after the first attempt, ten times', () => {
    const offsets = RETRY_OFFSETS_MS.map((_, retries) => {
      const elapsedMs = RETRY_OFFSETS_MS[retries - 1] ?? 0;
      return elapsedMs + (nextRetryInMs({ retries, elapsedMs, random: 0 }) ?? Number.NaN);
    });
    const minutes = [1, 5, 15, 60, 240, 480, 960, 1_440, 2_160, 2_880];
    assert.deepEqual(
      offsets,
      minutes.map((count) => count * MINUTE_MS),
    );
    assert.equal(nextRetryInMs({ retries: 10, elapsedMs: 48 * HOUR_MS, random: 0 }), undefined);
  });

  it('is at most a tenth early and never late, whatever the attempt itself took', () => {
    for (const random of [0, 0.3, 0.999]) {
      const waitMs = nextRetryInMs({ retries: 3, elapsedMs: 15 * MINUTE_MS + 9_000, random }) ?? Number.NaN;
      const plannedMs = HOUR_MS - (15 * MINUTE_MS + 9_000);
      assert.ok(waitMs <= plannedMs && waitMs >= 0.9 * plannedMs, `${waitMs}`);
    }
  });

  it('waits a minute at least when retries were missed, and ends after 72 hours', () => {
    assert.equal(nextRetryInMs({ retries: 2, elapsedMs: 10 * HOUR_MS, random: 0 }), MINUTE_MS);
    assert.equal(nextRetryInMs({ retries: 9, elapsedMs: 72 * HOUR_MS - 30_000, random: 0 }), undefined);
  });

  it('respects Retry-After between once and twice the planned wait', () => {
    const first = { retries: 0, elapsedMs: 0, random: 0 };
    const waits = [1_000, 60_000, 90_000, 120_000, 7_200_000].map((wish) =>
      nextRetryInMs({ ...first, retryAfterMs: wish }),
    );
    assert.deepEqual(waits, [60_000, 60_000, 90_000, 120_000, 120_000]);
    const last = { retries: 9, elapsedMs: 36 * HOUR_MS, random: 0, retryAfterMs: 100 * HOUR_MS };
    assert.equal(nextRetryInMs(last), 24 * HOUR_MS);
    // So late that twice the wait would leave the window.
    assert.equal(nextRetryInMs({ ...last, elapsedMs: 47.99 * HOUR_MS }), 2 * MINUTE_MS);
  });

  it('reads Retry-After in seconds and as a date, and nothing else', () => {
    const now = new Date('2026-03-01T12:00:00Z');
    assert.equal(retryAfterMs('120', now), 120_000);
    assert.equal(retryAfterMs(' 0 ', now), 0);
    assert.equal(retryAfterMs('Sun, 01 Mar 2026 12:02:00 GMT', now), 120_000);
    assert.equal(retryAfterMs('Sun, 01 Mar 2026 11:00:00 GMT', now), 0);
    for (const odd of [undefined, '', 'soon', '-5', '1.5', '2026-03-01', '99999999999999999999', 'Foo, bar'])
      assert.equal(retryAfterMs(odd, now), undefined, odd);
  });
});
