import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { eventPuller, type EventQuery } from '../../../../../harness/src/event-puller.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { openSlowPublisher } from '../../../../../harness/src/slow-publisher.ts';
import { startService, type TestOrganization, type TestService } from '../../../../../harness/src/service.ts';
import type { WebhookEnvelope } from '../../../../../harness/src/webhook-receiver.ts';
import { createWebhookScene, placeOf } from '../../../../../harness/src/webhook-scene.ts';
import * as admin from '../../parties/organizations/admin.ts';
import { publishEvents } from '../webhooks/publish-events.ts';
import { webhookJobs } from '../webhooks/purge-webhooks.ts';

const DAYS_30 = sql`interval '30 days 1 minute'`;

describe('events to pull', () => {
  let service: TestService;
  let scene: ReturnType<typeof createWebhookScene>;
  before(async () => {
    service = await startService();
    scene = createWebhookScene(service);
  });
  after(() => service.close());

  const pullerOf = async (org: TestOrganization) => eventPuller(service, { token: await org.token() });

  /** Events of the seller, told. */
  async function told(sellerId: string, count: number): Promise<void> {
    await scene.events(sellerId, count);
    await scene.tell();
  }

  async function setting() {
    const org = await service.organization({ sellers: 2 });
    return { org, sellerId: org.sellerId, ...(await pullerOf(org)) };
  }

  /** Over the thirty days. */
  async function age(events: readonly WebhookEnvelope[]): Promise<void> {
    await service.db.write(
      sql`update webhook_messages set created_at = now() - ${DAYS_30} where id = any(${events.map(({ id }) => id)}::text[])`,
    );
  }

  async function purge(): Promise<void> {
    for (const { run } of webhookJobs(service)) await run(new AbortController().signal);
  }

  /** The fields that a refusal names. */
  async function refusedFields(answer: Response): Promise<(string | undefined)[]> {
    const { errors = [] } = await expectProblem(answer, 'validation-error');
    return errors.map(({ field }) => field);
  }

  it('come oldest first, page by page, without an endpoint, and the cursor at the end stays good', async () => {
    const { org, sellerId, page, walk } = await setting();
    const empty = await page();
    assert.equal(empty.text, '{"data":[],"hasMore":false}');
    await told(sellerId, 45);
    const sizes: number[] = [];
    const ids = new Set<string>();
    let query: EventQuery = {};
    for (let goesOn = true; goesOn;) {
      const { data, hasMore, nextCursor } = await page(query);
      sizes.push(data.length);
      for (const { id } of data) ids.add(id);
      assert.equal(nextCursor, data.at(-1)?.id);
      goesOn = hasMore;
      query = { after: nextCursor ?? assert.fail() };
    }
    assert.deepEqual([sizes, ids.size], [[20, 20, 5], 45]);
    const { events, cursor } = await walk({ size: '7' });
    assert.deepEqual(
      events.map(placeOf),
      Array.from({ length: 45 }, (_, n) => n + 1),
    );
    const { text } = await page({ after: cursor ?? '' });
    assert.equal(text, `{"data":[],"hasMore":false,"nextCursor":"${cursor}"}`);
    await told(sellerId, 1);
    assert.deepEqual((await page({ after: cursor ?? '' })).data.map(placeOf), [1]);
    const [first] = events;
    const { id: _id, createdAt: _at, data: _data, ...rest } = first ?? assert.fail();
    assert.deepEqual(rest, {
      type: 'self_service_invitation.used',
      schemaVersion: 1,
      source: 'SYSTEM',
      organizationUuid: org.organizationId,
      partnerUuid: sellerId,
    });
  });

  it('are taken by type, by segment, and by several; what is not asked for is passed over', async () => {
    const { sellerId, page } = await setting();
    await told(sellerId, 3);
    await scene.verified(sellerId);
    await scene.tell();
    const countOf = async (types: string): Promise<number> => (await page({ types })).data.length;
    assert.equal(await countOf('self_service_invitation.used'), 3);
    assert.equal(await countOf('kyc.*'), 1);
    assert.equal(await countOf('kyc.*,self_service_invitation.used'), 4);
    const nothing = await page({ types: 'prospect.submitted' });
    assert.deepEqual(nothing.data, []);
    const all = await page();
    assert.equal(nothing.nextCursor, all.data.at(-1)?.id, 'the next look begins behind all of them');
  });

  it('refuse types that a webhook could not subscribe to', async () => {
    const { ask } = await setting();
    for (const types of ['*', '', 'kyc', 'kyc.*x', 'no.such', 'no.*', 'kyc.*,', 'kyc.*, kyc.*'])
      assert.ok(
        (await refusedFields(await ask({ types }))).every((field) => field?.startsWith('types')),
        types,
      );
    assert.deepEqual(await refusedFields(await ask({ types: 'kyc.*,kyc.*' })), ['types']);
    const twice = await service.call('GET', '/v1/events?types=kyc.*&types=prospect.*', {
      token: await (await service.organization()).token(),
    });
    assert.ok((await refusedFields(twice)).length > 0);
    for (const query of [{ wait: '21' }, { wait: '-1' }, { wait: '1.5' }, { size: '0' }, { size: '101' }, { x: '1' }])
      assert.deepEqual(await refusedFields(await ask(query)), Object.keys(query));
  });

  it('refuse a cursor that is unknown, malformed, of others, or too old, naming it; the first ones alike', async () => {
    const { sellerId, ask, page } = await setting();
    const other = await setting();
    await told(sellerId, 3);
    await told(other.sellerId, 1);
    const foreign = (await other.page()).data[0]?.id ?? assert.fail();
    const own = (await page()).data.map(({ id }) => id);
    const shapes = new Set<string>();
    for (const id of [foreign, `evt_${randomUUID().replaceAll('-', '')}`]) {
      const problem = await expectProblem(await ask({ after: id }), 'validation-error');
      assert.equal(problem.errors?.[0]?.field, 'after');
      shapes.add(JSON.stringify({ ...problem, traceId: '' }).replaceAll(id, ''));
    }
    assert.equal(shapes.size, 1, [...shapes].join('\n'));
    for (const id of ['', 'x', 'evt_', foreign.slice(0, -1), foreign.toUpperCase(), `${foreign}0`, '\u0000'])
      assert.deepEqual(await refusedFields(await ask({ after: id })), ['after'], id);
    await service.db.write(
      sql`update webhook_messages set created_at = now() - ${DAYS_30} where id = any(${own.slice(0, 2)}::text[])`,
    );
    assert.deepEqual(
      (await page()).data.map(({ id }) => id),
      own.slice(2),
      'the oldest kept',
    );
    assert.deepEqual(await refusedFields(await ask({ after: own[0] ?? '' })), ['after']);
    assert.deepEqual(
      (await page({ after: own[1] ?? '' })).data.map(({ id }) => id),
      own.slice(2),
      'nothing was lost',
    );
  });

  it('hide what is about a seller whose grant is withdrawn, at once, and show one with a new grant from then on', async () => {
    const { org, sellerId, page, walk } = await setting();
    const late = await setting();
    const [, second] = org.sellers;
    await told(sellerId, 2);
    await told(second?.uuid ?? '', 1);
    assert.equal((await page()).data.length, 3);
    await admin.removeGrant(service.db, org.slug, sellerId);
    const { events, cursor } = await walk();
    assert.deepEqual(
      events.map((event) => event['partnerUuid']),
      [second?.uuid],
    );
    await told(sellerId, 1);
    assert.deepEqual((await page({ after: cursor ?? '' })).data, []);
    await admin.addGrant(service.db, late.org.slug, sellerId);
    assert.deepEqual((await late.page()).data, [], 'nothing from before the grant');
    await told(sellerId, 1);
    assert.equal((await late.page()).data.length, 1);
    await admin.addGrant(service.db, org.slug, sellerId);
    assert.equal((await walk()).events.length, 3, 'what was told before the grant was withdrawn is there again');
  });

  it('hold no event before a cursor that was given out, though one was published earlier and committed later', async (t) => {
    const { sellerId, page, walk } = await setting();
    await told(sellerId, 1);
    const { cursor } = await walk();
    const held = await openSlowPublisher(service.db, service.databaseUrl);
    t.after(held.close);
    await scene.events(sellerId, 2);
    assert.equal(await held.publish(200), 2);
    const late = await held.told();
    await scene.events(sellerId, 3);
    assert.equal(await publishEvents(service.db, 200), 3);
    const beside = await page({ after: cursor ?? '' });
    assert.deepEqual([beside.data, beside.nextCursor], [[], cursor], 'something may still come before');
    await held.commit();
    await scene.untilReadable();
    const { data } = await page({ after: cursor ?? '' });
    assert.equal(data.length, 5);
    assert.deepEqual(
      data.slice(0, 2).map(({ id }) => id),
      late,
    );
  });

  it('keep a cursor good as long as nothing behind it has gone, however old it is', async () => {
    const { sellerId, ask, page, walk } = await setting();
    await told(sellerId, 3);
    const { events, cursor } = await walk();
    await age(events);
    const ended = (): Promise<unknown> =>
      page({ after: cursor ?? '' }).then(({ data, nextCursor }) => [data, nextCursor]);
    assert.deepEqual(await ended(), [[], cursor], 'before the purge');
    await purge();
    const left = await service.db.read(
      sql`select from webhook_messages where id = any(${events.map(({ id }) => id)}::text[])`,
    );
    assert.deepEqual([left.length, await ended()], [0, [[], cursor]], 'behind the purge');
    await told(sellerId, 2);
    assert.equal((await page({ after: cursor ?? '' })).data.length, 2);
    assert.deepEqual(await refusedFields(await ask({ after: events[1]?.id ?? '' })), ['after']);
    const second = await walk();
    await age(second.events);
    assert.deepEqual(await refusedFields(await ask({ after: cursor ?? '' })), ['after'], 'what was behind it is gone');
    await purge();
    assert.deepEqual(await refusedFields(await ask({ after: cursor ?? '' })), ['after']);
    assert.deepEqual((await page({ after: second.cursor ?? '' })).data, []);
  });

  it('keep it good too where an older event, held up by a replay, goes after those behind it', async () => {
    const { sellerId, page, walk } = await setting();
    await told(sellerId, 2);
    const { events, cursor = '' } = await walk();
    const [older, ...newer] = events;
    assert.ok(older && newer.length === 1);
    for (const gone of [newer, [older]]) {
      await age(gone);
      await purge();
      const { data, nextCursor } = await page({ after: cursor });
      assert.deepEqual([data, nextCursor], [[], cursor]);
    }
  });

  it('are counted once as reading, and refused without a DPA', async () => {
    const { ask } = await setting();
    const remaining = async (): Promise<number> => {
      const answer = await ask({});
      assert.equal(answer.headers.get('x-ratelimit-category'), 'read');
      await answer.body?.cancel();
      return Number(answer.headers.get('x-ratelimit-remaining'));
    };
    assert.equal((await remaining()) - (await remaining()), 1);
    const none = await service.organization({ dpa: false });
    await expectProblem(await service.call('GET', '/v1/events', { token: await none.token() }), 'dpa-not-accepted');
  });
});
