import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import {
  createWebhookCalls,
  type DeliveryView,
  refusedField,
  type WebhookView,
} from '../../../../../harness/src/webhook-calls.ts';
import { startWebhookReceiver } from '../../../../../harness/src/webhook-receiver.ts';
import { openWorker, settingsOf } from '../../../../../harness/src/worker.ts';

describe('deliveries of a webhook endpoint', () => {
  let service: TestService;
  before(async () => {
    service = await startService({ WEBHOOK_ALLOW_LOOPBACK: 'off' });
  });
  after(() => service.close());

  it('fires a test of any type, whatever the subscription, as an envelope of its own', async () => {
    const scene = await createWebhookCalls(service);
    const { id } = await scene.made({ partnerIds: [scene.org.sellerId] });
    const data = { text: 'ä "quoted" \u2028', deep: { list: [1, null, true] } };
    const key = randomUUID();
    const body = { eventType: 'compliance.decision_made', data };
    const answer = await scene.post(`/${id}/test`, body, key);
    const delivery = (await answer.json()) as DeliveryView;
    assert.equal(answer.status, 202);
    assert.deepEqual(delivery, {
      id: delivery.id,
      eventId: delivery.eventId,
      eventType: 'compliance.decision_made',
      test: true,
      status: 'PENDING',
      attempts: 0,
      nextRetryAt: delivery.createdAt,
      createdAt: delivery.createdAt,
    });
    assert.deepEqual(await (await scene.post(`/${id}/test`, body, key)).json(), delivery);
    const row = await service.db.readFirst<{ body: Buffer }>(
      sql`select body from webhook_messages where id = ${delivery.eventId}`,
    );
    assert.deepEqual(JSON.parse(row?.body.toString() ?? ''), {
      id: delivery.eventId,
      type: 'compliance.decision_made',
      schemaVersion: 1,
      source: 'API',
      createdAt: delivery.createdAt,
      organizationUuid: scene.org.organizationId,
      data,
    });
    const page = (await (await scene.get(`/${id}/deliveries`)).json()) as { data: DeliveryView[] };
    assert.deepEqual(page.data, [delivery]);

    const padded = (bytes: number) => ({ x: 'é'.repeat((bytes - 8) / 2) });
    const big = { eventType: 'kyc.verification_completed', data: padded(65_536) };
    assert.equal(Buffer.byteLength(JSON.stringify(big.data)), 65_536);
    assert.equal((await scene.post(`/${id}/test`, big)).status, 202);
    const tooBig = { ...big, data: padded(65_538) };
    assert.equal(await refusedField(await scene.post(`/${id}/test`, tooBig)), 'data');
    for (const [wrong, field] of [
      [{ eventType: 'kyc.*', data: {} }, 'eventType'],
      [{ eventType: 'no.such', data: {} }, 'eventType'],
      [{ eventType: 'kyc.vies_check_failed' }, 'data'],
      [{ eventType: 'kyc.vies_check_failed', data: [] }, 'data'],
    ] as const)
      assert.equal(await refusedField(await scene.post(`/${id}/test`, wrong)), field);
  });

  it('lists deliveries by status and time, the newest first, for 30 days', async () => {
    const scene = await createWebhookCalls(service);
    const { id } = await scene.made();
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.push((await scene.fired(id)).id);
    await service.db
      .write(sql`update webhook_deliveries set status = 'DELIVERED', next_attempt_at = null, attempts = 3, http_status = 204,
      last_attempt_at = now(), created_at = now() - interval '2 days' where id = ${ids[1]}`);
    await service.db.write(sql`update webhook_deliveries set status = 'FAILED', next_attempt_at = null, attempts = 11,
      last_attempt_at = now(), created_at = now() - interval '1 day' where id = ${ids[2]}`);
    await service.db.write(
      sql`update webhook_deliveries set created_at = now() - interval '30 days 1 second' where id = ${ids[0]}`,
    );
    const list = async (query: string): Promise<string[]> => {
      const answer = await scene.get(`/${id}/deliveries${query}`);
      assert.equal(answer.status, 200, query);
      return ((await answer.json()) as { data: DeliveryView[] }).data.map((delivery) => delivery.id);
    };
    const [, one = '', two = '', three = '', four = ''] = ids;
    assert.deepEqual(await list(''), [four, three, two, one]);
    assert.deepEqual(await list('?sort=createdAt,asc'), [one, two, three, four]);
    assert.deepEqual(await list('?status=DELIVERED'), [one]);
    assert.deepEqual(await list('?status=FAILED'), [two]);
    assert.deepEqual(await list('?status=PENDING'), [four, three]);
    assert.deepEqual(await list('?size=1&page=2'), [two]);
    const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
    assert.deepEqual(await list(`?since=${hoursAgo(30)}`), [four, three, two]);
    assert.deepEqual(await list(`?since=${hoursAgo(30)}&status=FAILED`), [two]);
    assert.deepEqual(await list(`?since=${hoursAgo(-1)}`), []);
    for (const query of ['since=yesterday', 'since=2026-01-01', 'status=pending', 'sort=status', 'size=0', 'x=1'])
      await expectProblem(await scene.get(`/${id}/deliveries?${query}`), 'validation-error', query);

    const page = (await (await scene.get(`/${id}/deliveries?status=DELIVERED`)).json()) as { data: DeliveryView[] };
    const [delivered = assert.fail()] = page.data;
    assert.deepEqual(
      [delivered.httpStatus, delivered.attempts, delivered.nextRetryAt, typeof delivered.lastAttemptAt],
      [204, 3, null, 'string'],
    );
    assert.match(
      (await expectProblem(await scene.post(`/${id}/deliveries/${ids[0]}/replay`), 'not-found')).detail,
      /delivery/,
    );
  });

  it('replays a delivery of any status: same event, fresh plan, history kept', async () => {
    const scene = await createWebhookCalls(service);
    const { id } = await scene.made();
    for (const status of ['DELIVERED', 'FAILED', 'PENDING']) {
      const fresh = await scene.fired(id);
      await service.db
        .write(sql`update webhook_deliveries set status = ${status}, attempts = 11, retries = 10, http_status = 500,
        first_attempt_at = now() - interval '2 days', last_attempt_at = now(),
        next_attempt_at = case when ${status} = 'PENDING' then now() + interval '1 hour' end where id = ${fresh.id}`);
      const key = randomUUID();
      const answer = await scene.post(`/${id}/deliveries/${fresh.id}/replay`, undefined, key);
      const replayed = (await answer.json()) as DeliveryView;
      assert.equal(answer.status, 202);
      assert.deepEqual(
        [replayed.id, replayed.eventId, replayed.status, replayed.attempts, replayed.httpStatus],
        [fresh.id, fresh.eventId, 'PENDING', 11, 500],
      );
      assert.ok(replayed.nextRetryAt);
      const due = sql`select from webhook_deliveries where id = ${fresh.id} and status = 'PENDING' and retries = 0
        and first_attempt_at is null and next_attempt_at <= now()`;
      assert.equal((await service.db.read(due)).length, 1);
      // The key says it again and does nothing: the delivery may have gone its way since.
      await service.db.write(
        sql`update webhook_deliveries set status = 'DELIVERED', next_attempt_at = null where id = ${fresh.id}`,
      );
      const again = await scene.post(`/${id}/deliveries/${fresh.id}/replay`, undefined, key);
      assert.deepEqual(await again.json(), replayed);
      assert.equal((await service.db.read(due)).length, 0);
    }
    await expectProblem(await scene.post(`/${id}/deliveries/del_${'0'.repeat(32)}/replay`), 'not-found');
  });

  it('holds replays and tests while paused or disabled; ACTIVE forgets the failures and makes all of it due, in order', async () => {
    const scene = await createWebhookCalls(service);
    for (const status of ['PAUSED', 'DISABLED']) {
      const { id } = await scene.made();
      const early = await scene.fired(id);
      if (status === 'DISABLED') assert.equal((await scene.patch(id, { status })).status, 200);
      await service.db.write(
        sql`update webhook_endpoints set status = ${status}, consecutive_failures = 20, failing_since = now() where id = ${id}`,
      );
      await service.db
        .write(sql`update webhook_deliveries set attempts = 4, retries = 3, first_attempt_at = now() - interval '1 hour',
        next_attempt_at = now() + interval '3 hours' where id = ${early.id}`);
      const late = await scene.fired(id);
      assert.equal(late.nextRetryAt, null);
      const replay = await scene.post(`/${id}/deliveries/${early.id}/replay`);
      assert.equal(replay.status, 202);
      assert.equal(((await replay.json()) as DeliveryView).nextRetryAt, null);
      await service.db.write(
        sql`update webhook_deliveries set next_attempt_at = now() + interval '3 hours', retries = 3 where id = ${early.id}`,
      );

      const resumed = (await (await scene.patch(id, { status: 'ACTIVE' })).json()) as WebhookView;
      assert.equal(resumed.status, 'ACTIVE');
      const counters = await service.db.read(
        sql`select consecutive_failures, failing_since from webhook_endpoints where id = ${id}`,
      );
      assert.deepEqual(counters, [{ consecutive_failures: 0, failing_since: null }]);
      const held = await service.db.read<{ id: string }>(sql`select id from webhook_deliveries where endpoint_id = ${id}
        and next_attempt_at <= now() and retries = 0 and first_attempt_at is null order by next_attempt_at, position`);
      assert.deepEqual(
        held.map((row) => row.id),
        [early.id, late.id],
      );
    }
  });

  it('leaves the waiting retries of an ACTIVE endpoint alone when it is told to be ACTIVE', async () => {
    const scene = await createWebhookCalls(service);
    const { id } = await scene.made();
    const { id: deliveryId } = await scene.fired(id);
    await service.db.write(
      sql`update webhook_deliveries set retries = 3, next_attempt_at = now() + interval '3 hours' where id = ${deliveryId}`,
    );
    assert.equal((await scene.patch(id, { status: 'ACTIVE', url: 'https://other.example/' })).status, 200);
    const waiting = await service.db.read(
      sql`select from webhook_deliveries where id = ${deliveryId} and next_attempt_at > now() and retries = 3`,
    );
    assert.equal(waiting.length, 1);
  });

  it('delivers a test signed with the secret that was shown, and again on replay, with the same id and bytes', async () => {
    const open = await startService();
    const receiver = await startWebhookReceiver();
    const worker = await openWorker(settingsOf(open));
    try {
      const scene = await createWebhookCalls(open);
      const { id, secret = '' } = await scene.made({ url: receiver.urlOf('/in') });
      const { id: deliveryId, eventId } = await scene.fired(id);
      const seen = async (times: number): Promise<DeliveryView | undefined> => {
        const page = (await (await scene.get(`/${id}/deliveries?status=DELIVERED`)).json()) as { data: DeliveryView[] };
        return page.data.find(({ attempts }) => attempts === times);
      };
      await eventually('delivered', async () => (await seen(1))?.httpStatus === 204);
      assert.equal((await scene.post(`/${id}/deliveries/${deliveryId}/replay`)).status, 202);
      await eventually('delivered again', async () => (await seen(2))?.id === deliveryId);
      const [first = assert.fail(), second = assert.fail(), ...more] = receiver.received;
      assert.deepEqual(more, []);
      assert.equal(first.envelope.id, eventId);
      assert.deepEqual(first.body, second.body);
      for (const { headers, body } of [first, second]) {
        const [, at = '', mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-novatrade-signature'])) ?? [];
        assert.equal(mac, createHmac('sha256', secret).update(`${at}.`).update(body).digest('hex'));
      }
    } finally {
      await worker.stop();
      await receiver.close();
      await open.close();
    }
  });
});
