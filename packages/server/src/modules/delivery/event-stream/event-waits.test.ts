import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventPuller, type EventPageView } from '../../../../../harness/src/event-puller.ts';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { startService, type TestOrganization, type TestService } from '../../../../../harness/src/service.ts';
import { createWebhookScene, placeOf } from '../../../../../harness/src/webhook-scene.ts';
import { openWorker, settingsOf, type TestWorker } from '../../../../../harness/src/worker.ts';
import * as admin from '../../parties/organizations/admin.ts';
import type { Database, Statement } from '../../../platform/db/database.ts';
import { createEventWaits, MOST_OF_ORGANIZATION } from './event-waits.ts';
import { START } from './repository.ts';

/** Of half a second each: long before the waits would have been over by themselves. */
const TEN_TRIES = 200;
const HOUR_MS = 3_600_000;
const LONG = { ms: HOUR_MS, gone: new AbortController().signal };
/** Which statements look for all that wait. */
const LOOKS = 'with ordinality as r';

describe('readers who wait for events', () => {
  let service: TestService;
  let worker: TestWorker;
  let scene: ReturnType<typeof createWebhookScene>;
  /** By their beginning, as the product sent them. */
  let sent: string[];
  before(async () => {
    sent = [];
    service = await startService({}, undefined, listening);
    worker = await openWorker(settingsOf(service));
    scene = createWebhookScene(service);
  });
  after(async () => {
    await worker.stop();
    await service.close();
  });

  function listening(db: Database): Database {
    const seen =
      <Result>(send: (statement: Statement) => Result) =>
      (statement: Statement): Result => {
        sent.push(statement.text);
        return send(statement);
      };
    return { ...db, list: seen(db.list) as Database['list'], find: seen(db.find) as Database['find'] };
  }

  const looks = (): number => sent.filter((text) => text.includes(LOOKS)).length;
  const reads = (): number => sent.filter((text) => text.includes('looked_at as materialized')).length;
  const pullerOf = async (org: TestOrganization) => eventPuller(service, { token: await org.token() });

  /** Of how many readers a look has asked, once they all wait. */
  async function untilWaiting(readsBefore: number, count: number): Promise<void> {
    await eventually('they wait', () => reads() >= readsBefore + count);
    const before = looks();
    await eventually('they are looked for', () => looks() > before + 1);
  }

  it('are answered as soon as there is something, and empty when the time is over', async () => {
    const org = await service.organization();
    const { page } = await pullerOf(org);
    const before = reads();
    const answers = [page({ wait: '20' }), page({ wait: '20', types: 'self_service_invitation.*' })];
    await untilWaiting(before, 2);
    await scene.events(org.sellerId, 2);
    for (const { data } of await Promise.all(answers))
      assert.ok(data.length > 0 && placeOf(data[0] ?? assert.fail()) === 1);
    const last = (await page()).data.at(-1)?.id ?? assert.fail();
    const { text } = await page({ after: last, wait: '1' });
    assert.equal(text, `{"data":[],"hasMore":false,"nextCursor":"${last}"}`);
  });

  it('are woken by the notice of it, whatever else nobody looks for', async (t) => {
    const org = await service.organization();
    const waits = createEventWaits(service.deps, { lookEveryMs: HOUR_MS });
    t.after(waits.stop);
    const before = looks();
    const wait = waits.begin(org.organizationId, LONG);
    let isTold = false;
    const news = wait.news(START).then((is) => (isTold = is));
    await eventually('it has looked, and looked again when it could listen', () => looks() >= before + 2);
    await scene.events(org.sellerId, 1);
    await eventually('the news', () => isTold);
    await news;
    wait.end();
  });

  it('are woken so many at a time at most, and all of them', async (t) => {
    const org = await service.organization();
    const waits = createEventWaits(service.deps, { lookEveryMs: HOUR_MS, wokenAtOnce: 2 });
    t.after(waits.stop);
    const before = looks();
    /** How many looks there had been when each was woken. */
    const wokenAt: number[] = [];
    const turns = Array.from({ length: 5 }, () => waits.begin(org.organizationId, LONG));
    const news = turns.map(async (turn) => {
      assert.ok(await turn.news(START));
      wokenAt.push(looks());
    });
    await eventually('it has looked, and looked again when it could listen', () => looks() >= before + 2);
    await scene.events(org.sellerId, 1);
    await Promise.all(news);
    const together = Object.values(Object.groupBy(wokenAt, String)).map((woken) => woken?.length);
    assert.deepEqual(together, [2, 2, 1]);
    for (const turn of turns) turn.end();
  });

  it('are so many of a process at most, of whatever organizations', async (t) => {
    const waits = createEventWaits(service.deps, { mostOfProcess: 2 });
    t.after(waits.stop);
    const ids = [randomUUID(), randomUUID(), randomUUID()] as const;
    const isWaiting = async (turn: ReturnType<typeof waits.begin>): Promise<boolean> =>
      (await Promise.race([turn.news(START).then(() => 'over'), sleep(100, 'waits')])) === 'waits';
    const [first, second, third] = ids.map((id) => waits.begin(id, LONG));
    assert.ok(first && second && third);
    assert.deepEqual([await isWaiting(first), await isWaiting(second), await isWaiting(third)], [true, true, false]);
    third.end();
    const fourth = waits.begin(ids[2], LONG);
    assert.equal(await isWaiting(fourth), false, 'who had no room gives none back');
    first.end();
    assert.equal(await isWaiting(waits.begin(ids[2], LONG)), true);
  });

  it('wait on behind what is not for them', async () => {
    const org = await service.organization({ sellers: 2 });
    const { page } = await pullerOf(org);
    const before = reads();
    const answer = page({ wait: '20', types: 'kyc.*' });
    await untilWaiting(before, 1);
    await scene.events(org.sellerId, 3);
    await eventually('they are told', async () => (await page()).data.length === 3);
    const over = await page({ wait: '1', types: 'kyc.*' });
    assert.deepEqual(over.data, []);
    assert.equal(over.nextCursor, (await page()).data.at(-1)?.id, 'the next wait begins behind them');
    await scene.verified(org.sellerId);
    assert.deepEqual(
      (await answer).data.map(({ type }) => type),
      ['kyc.verification_completed'],
    );
  });

  it('are told nothing that came after their client was disabled, and lose nothing by it', async () => {
    const org = await service.organization();
    const { page } = await pullerOf(org);
    await scene.events(org.sellerId, 1);
    await eventually('the first', async () => (await page()).data.length === 1);
    const { nextCursor = '' } = await page();
    const before = reads();
    const answer = page({ after: nextCursor, wait: '3' });
    await untilWaiting(before, 1);
    await admin.setClientDisabled(service.db, org.clientId, true);
    const readBefore = reads();
    await scene.events(org.sellerId, 1);
    const { data, nextCursor: cursor } = await answer;
    assert.deepEqual([data, cursor], [[], nextCursor]);
    assert.ok(reads() - readBefore <= 2, `${reads() - readBefore} readings`);
  });

  it('read now and then only where what comes is not for them', async () => {
    const org = await service.organization();
    const { page } = await pullerOf(org);
    const before = reads();
    const answers = Array.from({ length: 5 }, () => page({ wait: '3', types: 'kyc.*' }));
    await untilWaiting(before, 5);
    const readBefore = reads();
    let isOver = false;
    const over = Promise.all(answers).finally(() => (isOver = true));
    let count = 0;
    for (; !isOver; count += 1) {
      await scene.events(org.sellerId, 1);
      await sleep(20);
    }
    assert.ok((await over).every(({ data }) => data.length === 0));
    // At the beginning, then after 250 ms, 500 ms, 1 s, 1 s: 3 s have no room for more.
    assert.ok(reads() - readBefore <= 5 * 5, `${reads() - readBefore} readings of ${count} events`);
  });

  it('are so many of an organization at most: whoever comes then is answered at once', async () => {
    const org = await service.organization();
    const other = await service.organization();
    const [{ page }, others] = [await pullerOf(org), await pullerOf(other)];
    const before = reads();
    let over = 0;
    const pages = Array.from({ length: MOST_OF_ORGANIZATION }, () =>
      page({ wait: '20' }).finally(() => void (over += 1)),
    );
    await untilWaiting(before, MOST_OF_ORGANIZATION);
    assert.deepEqual((await page({ wait: '20' })).data, []);
    assert.equal(over, 0, 'it was the one too many that was answered');
    const otherWaits = others.page({ wait: '20' });
    await scene.events(org.sellerId, 1);
    assert.ok((await Promise.all(pages)).every(({ data }) => data.length === 1));
    await scene.events(other.sellerId, 1);
    assert.equal((await otherWaits).data.length, 1, 'the room of others is their own');
    const { nextCursor = '' } = await page();
    const again = page({ after: nextCursor, wait: '20' });
    await scene.events(org.sellerId, 1);
    assert.equal((await again).data.length, 1, 'their room was given back');
  });

  it('give their room back when they hang up', async () => {
    const org = await service.organization();
    const token = await org.token();
    const { page } = await pullerOf(org);
    const before = reads();
    const hungUp = Array.from({ length: MOST_OF_ORGANIZATION }, () => {
      const call = request(`${service.url}/v1/events?wait=20`, { headers: { authorization: `Bearer ${token}` } });
      call.on('error', () => undefined).end();
      return call;
    });
    await untilWaiting(before, MOST_OF_ORGANIZATION);
    for (const call of hungUp) call.destroy();
    let answer: Promise<EventPageView> | undefined;
    await eventually(
      'there is room',
      async () => {
        const waiting = page({ wait: '20' });
        const first = await Promise.race([waiting.then(() => 'answered'), sleep(500, 'waits')]);
        if (first === 'waits') answer = waiting;
        return first === 'waits';
      },
      TEN_TRIES,
    );
    await scene.events(org.sellerId, 1);
    assert.equal((await answer)?.data.length, 1);
  });

  it('cost one look a second, two hundred of them as one, and no connection', async () => {
    const orgs = await Promise.all(Array.from({ length: 10 }, () => service.organization()));
    const pullers = await Promise.all(orgs.map(pullerOf));
    const answers: Promise<EventPageView>[] = [];
    for (const { page } of pullers) {
      const before = reads();
      for (let n = 0; n < 20; n += 1) answers.push(page({ wait: '20' }));
      await eventually('they have read', () => reads() >= before + 20);
    }
    await untilWaiting(reads(), 0);
    const [looked, read] = [looks(), reads()];
    await eventually('three more looks', () => looks() >= looked + 3);
    const { total, idle } = service.db.usage();
    assert.equal(reads(), read, 'nobody reads a page for nothing');
    assert.ok(total - idle <= 1, `${total - idle} connections at work`);
    for (const { sellerId } of orgs) await scene.events(sellerId, 1);
    assert.ok((await Promise.all(answers)).every(({ data }) => data.length === 1));
  });

  it('are answered at once when the process stops', async () => {
    const stopping = await startService();
    const org = await stopping.organization();
    const { page } = eventPuller(stopping, { token: await org.token() });
    const answer = page({ wait: '20' });
    // Until it waits: its organization's events are told nowhere, so nothing else ends it.
    await sleep(300);
    const order: string[] = [];
    await Promise.all([
      answer.then(({ data }) => order.push(`answered ${data.length}`)),
      stopping.close().then(() => order.push('closed')),
    ]);
    assert.deepEqual(order, ['answered 0', 'closed']);
  });
});
