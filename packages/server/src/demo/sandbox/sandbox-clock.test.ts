import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, beforeEach, describe, it } from 'node:test';
import { Client } from 'pg';
import { pino } from 'pino';
import { createTestDatabase, type TestDatabase } from '../../../../harness/src/database.ts';
import { eventually } from '../../../../harness/src/eventually.ts';
import { instantOf, systemClock } from '../../platform/clock.ts';
import { CLOCK_CHANNEL } from './clock-repository.ts';
import { installSandboxClock } from './clock-schema.ts';
import type { DueWork } from './due-work.ts';
import { inSession } from './sandbox-session.ts';
import { askToAdvance, openSandboxClock, readSandboxClock, type SandboxClock } from './sandbox-clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

describe('the walk of the clock', { timeout: 120_000 }, () => {
  let database: TestDatabase;
  let clock: SandboxClock;
  let work: DueWork;
  before(async () => {
    database = await createTestDatabase();
    await installSandboxClock(database.url);
    clock = await openSandboxClock(database.url, pino({ level: 'silent' }));
    clock.start({ doAll: (signal) => work.doAll(signal), nextAt: () => work.nextAt() });
  });
  beforeEach(() => void (work = { doAll: async () => undefined, nextAt: async () => undefined }));
  after(async () => {
    await clock.stop();
    await database.drop();
  });
  const ahead = async (): Promise<number> => (await readSandboxClock(database.url)).aheadMs;

  it('goes on for whoever asks while what is due last is being done', async () => {
    const from = await ahead();
    let asks = true;
    work = {
      ...work,
      async doAll() {
        if (!asks || (await ahead()) < from + HOUR_MS) return;
        asks = false;
        await askAsOpsDoes(database.url, HOUR_MS);
      },
    };
    await clock.advance(HOUR_MS);
    await eventually('it is where both have asked it to be', async () => (await ahead()) === from + 2 * HOUR_MS);
  });

  it('answers who has asked while all was being made anew, and stands where it begins', async () => {
    const startMs = Date.parse('2026-01-15T09:00:00Z');
    const emptying = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    let workEndedMs = 0;
    work = {
      ...work,
      async doAll() {
        emptying.resolve();
        await asked.promise;
        workEndedMs = systemClock.now().getTime();
      },
    };
    const wiped = clock.wipe(startMs);
    await emptying.promise;
    const askedMs = systemClock.now().getTime();
    const advanced = assert.rejects(clock.advance(DAY_MS), { slug: 'sandbox-made-anew' });
    await eventually('it was asked', async () => {
      const { aheadMs, wantedMs } = await readSandboxClock(database.url);
      return wantedMs > aheadMs && systemClock.now().getTime() > askedMs;
    });
    asked.resolve();
    await Promise.all([wiped, advanced]);
    const { aheadMs, wantedMs } = await readSandboxClock(database.url);
    assert.equal(wantedMs, aheadMs);
    // It began when the database was emptied, and not when that was asked for.
    assert.ok(workEndedMs > askedMs && aheadMs <= startMs - workEndedMs);
  });

  it('ends the advances that are under way when all is made anew, twice at once too', async () => {
    const onItsWay = Promise.withResolvers<void>();
    work = { ...work, doAll: async () => onItsWay.resolve() };
    const advanced = assert.rejects(clock.advance(3_000 * DAY_MS), { slug: 'sandbox-made-anew' });
    await onItsWay.promise;
    await Promise.all([clock.wipe(undefined), clock.wipe(undefined), advanced]);
    assert.equal(await ahead(), 0);
    assert.equal((await clock.advance(DAY_MS)).aheadMs, DAY_MS);
  });

  it('leaves the keys of links active, though they were made at what is the future now', async () => {
    await clock.advance(DAY_MS);
    await inSession(database.url, async (session) => {
      await session.query(`insert into link_keys (kid, wrapped_key, active_from) values (1, '', now())`);
      await clock.wipe(Date.parse('2026-01-15T09:00:00Z'));
      const { rows } = await session.query('select active_from <= now() as active from link_keys');
      assert.deepEqual(rows, [{ active: true }]);
    });
  });

  it('meets each due instant, however far it goes', async () => {
    await clock.wipe(undefined);
    const dueMs = [3, 20, 45, 90].map((minutes) => systemClock.now().getTime() + DAY_MS + minutes * MINUTE_MS);
    const met: number[] = [];
    const nowMs = (): number => clock.clock.now().getTime();
    work = {
      async doAll() {
        const due = dueMs.filter((at) => at <= nowMs());
        met.push(due.length);
      },
      async nextAt() {
        const next = dueMs.find((at) => at > nowMs());
        return next === undefined ? undefined : instantOf(next);
      },
    };
    await clock.advance(3_600 * DAY_MS);
    assert.deepEqual([...new Set(met)], [0, 1, 2, 3, 4]);
  });
});

/** The clock is told by a notice alone; resolves when that has come. */
async function askAsOpsDoes(url: string, byMs: number): Promise<void> {
  const listener = new Client({ connectionString: url });
  await listener.connect();
  await listener.query(`listen ${CLOCK_CHANNEL}`);
  const told = once(listener, 'notification');
  await askToAdvance(url, byMs);
  await told;
  await listener.end();
}
