import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import sql from 'sql-template-tag';
import * as admin from '../../parties/organizations/admin.ts';
import { webhookJobs } from './purge-webhooks.ts';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { createPortalScene } from '../../../../../harness/src/portal.ts';
import { sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { assertSigned, placeOf } from '../../../../../harness/src/webhook-scene.ts';
import { openWorker, settingsOf } from '../../../../../harness/src/worker.ts';
import { stageDeliveries } from './webhooks-delivery.test-support.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('webhooks', () => {
  const stage = stageDeliveries();

  it('tells of a submission and of an expiry, exactly as the contract has it', async () => {
    const { service, scene, receiver } = stage;
    const buyer = await sceneWithBuyer(service);
    const { organizationId, sellerId } = buyer.org;
    await scene.endpoint({ organizationId, url: receiver.urlOf('/in?key=1') });
    const portal = createPortalScene(service, buyer);
    const submitted = await portal.invited({ requestedDocuments: ['COC_EXTRACT'] });
    assert.equal((await (await portal.started(submitted, ['COC_EXTRACT'])).send()).status, 303);
    await eventually('the first webhook', () => receiver.received.length === 1);
    const expired = await portal.invited();
    await service.db.write(sql`update invitations set expires_at = now() where id = ${expired.invitation.uuid}::uuid`);
    // A worker looks for what has expired when it starts.
    await stage.worker.stop();
    await stage.startWorker();
    await eventually('the second webhook', () => receiver.received.length === 2);

    const [used, gone] = receiver.received;
    assert.ok(used && gone);
    for (const [webhook, type, source, data] of [
      [
        used,
        'self_service_invitation.used',
        'WEB_APP',
        { kind: 'KYC', invitationUuid: submitted.invitation.uuid, usedAt: INSTANT },
      ],
      [
        gone,
        'self_service_invitation.expired',
        'SYSTEM',
        { kind: 'KYC', invitationUuid: expired.invitation.uuid, expiredAt: INSTANT },
      ],
    ] as const) {
      const { envelope, headers } = webhook;
      assert.deepEqual(Object.keys(envelope), [
        'id',
        'type',
        'schemaVersion',
        'source',
        'createdAt',
        'organizationUuid',
        'partnerUuid',
        'data',
      ]);
      assert.match(envelope.id, /^evt_[0-9a-f]{32}$/);
      assert.match(envelope.createdAt, INSTANT);
      const { id: _id, createdAt: _createdAt, data: told, ...rest } = envelope;
      assert.deepEqual(rest, {
        type,
        schemaVersion: 1,
        source,
        organizationUuid: organizationId,
        partnerUuid: sellerId,
      });
      const { usedAt, expiredAt, ...facts } = told;
      const { usedAt: _usedAt, expiredAt: _expiredAt, ...expected } = { usedAt: '', expiredAt: '', ...data };
      assert.match(String(usedAt ?? expiredAt), INSTANT);
      assert.deepEqual(facts, { ...expected, buyerUuid: buyer.buyerId });
      assert.equal(headers['x-novatrade-event-id'], envelope.id);
      assert.equal(headers['content-type'], 'application/json');
      assert.match(String(headers['user-agent']), /^NT24-Webhooks\/\d/);
      assertSigned(webhook);
    }
    assert.equal(used.path, '/in?key=1');
  });

  it('fans out to every organization with a grant, by its endpoints’ wishes', async () => {
    const { service, scene, receiver } = stage;
    const [one, two, stranger] = [
      await service.organization({ sellers: 2 }),
      await service.organization(),
      await service.organization(),
    ];
    await admin.addGrant(service.db, two.slug, one.sellerId);
    const [, otherSeller] = one.sellers;
    const wishes = [
      ['/exact', one, { events: ['self_service_invitation.used'] }],
      ['/wildcard', one, { events: ['self_service_invitation.*'] }],
      ['/partner', one, { partnerIds: [one.sellerId] }],
      ['/other-partner', one, { partnerIds: [otherSeller?.uuid ?? ''] }],
      ['/other-type', one, { events: ['self_service_invitation.expired', 'kyc.*'] }],
      ['/two', two, {}],
      ['/stranger', stranger, {}],
    ] as const;
    for (const [path, org, wish] of wishes)
      await scene.endpoint({ organizationId: org.organizationId, url: receiver.urlOf(path), ...wish });
    await scene.events(one.sellerId, 1);
    await eventually('four webhooks', () => receiver.received.length === 4);
    // Whatever else was published with it would have come by now: all deliveries of an event are made at once.
    const paths = receiver.received.map(({ path }) => path).sort();
    assert.deepEqual(paths, ['/exact', '/partner', '/two', '/wildcard']);
    const ids = new Set(receiver.received.map(({ envelope }) => `${envelope['organizationUuid']} ${envelope.id}`));
    assert.equal(ids.size, 2, 'an envelope for each organization');
    assert.match(String(receiver.at('/two')[0]?.envelope['organizationUuid']), UUID);
    assert.equal(receiver.at('/two')[0]?.envelope['organizationUuid'], two.organizationId);
    const rows = await service.db.read(sql`select from webhook_deliveries where endpoint_id in
      (select id from webhook_endpoints where organization_id in (${one.organizationId}::uuid, ${stranger.organizationId}::uuid))`);
    assert.equal(rows.length, 3);
  });

  it('tries again by the plan, pauses after 20 failures, holds, tells whom it concerns once, and resumes in order', async () => {
    const { service, scene, receiver } = stage;
    const org = await service.organization();
    const { organizationId, sellerId } = org;
    await admin.setContact(service.db, org.slug, 'admin@dealer.example');
    const failing = await scene.endpoint({ organizationId, url: receiver.urlOf('/failing?key=secret-in-query') });
    await scene.endpoint({ organizationId, url: receiver.urlOf('/watch'), events: ['webhook.endpoint_auto_paused'] });
    await scene.endpoint({ organizationId, url: receiver.urlOf('/deaf'), events: ['kyc.*'] });
    let isMended = false;
    receiver.answer = ({ path }, response) => {
      if (path.startsWith('/failing') && !isMended) response.writeHead(500, { 'retry-after': '90' }).end('no');
      else response.writeHead(200).end();
    };
    const attempted = async (): Promise<number> =>
      (await scene.deliveries(failing)).reduce((sum, { attempts }) => sum + attempts, 0);

    await scene.events(sellerId, 2);
    await eventually('the first two attempts', async () => (await attempted()) === 2);
    for (const { wait, retries, status, http_status } of await scene.deliveries(failing)) {
      assert.deepEqual([status, retries, http_status], ['PENDING', 1, 500]);
      assert.ok(wait !== null && wait > 85 && wait < 95, `Retry-After counts: ${wait}`);
    }
    for (let attempts = 2; attempts < 20; attempts += 2) {
      await scene.makeDue(failing);
      await eventually(`${attempts} attempts`, async () => (await attempted()) === attempts + 2);
    }
    await eventually('the pause', async () => (await scene.statusOf(failing)) === 'PAUSED');
    await eventually('the meta event', () => receiver.at('/watch').length === 1);
    const told = receiver.at('/watch')[0];
    assert.ok(told);
    assertSigned(told);
    const { id: _id, createdAt: _createdAt, data, ...envelope } = told.envelope;
    assert.deepEqual(envelope, {
      type: 'webhook.endpoint_auto_paused',
      schemaVersion: 1,
      source: 'SYSTEM',
      organizationUuid: organizationId,
    });
    const { failingSince, pausedAt, ...facts } = data;
    assert.deepEqual(facts, { endpointId: failing, reason: 'CONSECUTIVE_FAILURES', consecutiveFailures: 20 });
    assert.match(`${String(failingSince)}`, INSTANT);
    assert.match(`${String(pausedAt)}`, INSTANT);
    await eventually('the mail', async () => (await mailsOf(failing)).length === 1);
    await eventually('the mail is sent', async () => (await mailsOf(failing))[0]?.status === 'SENT');
    const before = receiver.received.length;
    await scene.makeDue(failing);
    await scene.events(sellerId, 30);
    await eventually('held events', async () => (await scene.deliveries(failing)).length === 32);
    isMended = true;
    assert.equal(receiver.received.length, before, 'nothing goes out while paused');
    await scene.resume(failing);
    await eventually('all went out', async () =>
      (await scene.deliveries(failing)).every(({ status }) => status === 'DELIVERED'),
    );
    const sent = receiver.received.slice(before).map(({ envelope }) => placeOf(envelope));
    const inOrder = [1, 2, ...Array.from({ length: 30 }, (_, n) => n + 1)];
    assert.deepEqual(sent.toSorted(), inOrder.toSorted());
    // Eight are under way at first and sixteen then, so one may overtake those beside it, but not what went out long before.
    for (const [n, event] of inOrder.entries()) assert.ok(sent.slice(Math.max(0, n - 16), n + 17).includes(event));
    assert.equal((await mailsOf(failing)).length, 1);
    assert.equal(receiver.at('/watch').length, 1);
    assert.ok(!stage.worker.logLines.join().includes('secret-in-query'));
  });

  it('gives a delivery up after ten retries and says so, but not about the saying itself', async () => {
    const { service, scene, receiver } = stage;
    const { organizationId, sellerId } = await service.organization();
    const failing = await scene.endpoint({ organizationId, url: receiver.urlOf('/failing') });
    const watch = await scene.endpoint({ organizationId, url: receiver.urlOf('/watch'), events: ['webhook.*'] });
    receiver.answer = (_webhook, response) => void response.writeHead(302, { location: '/elsewhere' }).end();
    await scene.events(sellerId, 1);
    const [first] = await untilAttempted(failing, 1);
    await service.db.write(sql`update webhook_deliveries set retries = 10 where endpoint_id = ${failing}`);
    await scene.makeDue(failing);
    await eventually('the end', async () => (await scene.deliveries(failing))[0]?.status === 'FAILED');
    await untilAttempted(watch, 1);
    const { eventId, failedAt, ...data } = receiver.at('/watch')[0]?.envelope.data ?? {};
    assert.match(String(eventId), /^evt_[0-9a-f]{32}$/);
    assert.match(String(failedAt), INSTANT);
    const eventType = 'self_service_invitation.used';
    assert.deepEqual(data, { endpointId: failing, deliveryId: first?.id, eventType, attempts: 2, httpStatus: 302 });
    await service.db.write(sql`update webhook_deliveries set retries = 10 where endpoint_id = ${watch}`);
    await scene.makeDue(watch);
    await eventually('the end of the meta event', async () => (await scene.deliveries(watch))[0]?.status === 'FAILED');
    assert.equal((await scene.deliveries(watch)).length, 1);
    assert.deepEqual(receiver.at('/elsewhere'), []);
    const attempts = await service.db.read(
      sql`select attempt, http_status, failure from webhook_attempts where delivery_id = ${first?.id} order by attempt`,
    );
    assert.deepEqual(
      attempts,
      [1, 2].map((attempt) => ({ attempt, http_status: 302, failure: null })),
    );
  });

  it('pauses at once at 410, and after 72 hours of failing; one success between them counts anew', async () => {
    const { service, scene, receiver } = stage;
    const { organizationId, sellerId } = await service.organization();
    const gone = await endpointAt(organizationId, '/gone');
    const old = await endpointAt(organizationId, '/old');
    const mended = await endpointAt(organizationId, '/mended');
    receiver.answer = ({ path }, response) => {
      response.writeHead(path === '/gone' ? 410 : path === '/old' ? 500 : 200).end();
    };
    await service.db
      .write(sql`update webhook_endpoints set consecutive_failures = 3, failing_since = now() - interval '72 hours'
      where id in (${old}, ${mended})`);
    await scene.events(sellerId, 1);
    await eventually(
      'two pauses',
      async () => (await scene.statusOf(gone)) === 'PAUSED' && (await scene.statusOf(old)) === 'PAUSED',
    );
    await untilAttempted(mended, 1);
    const row = await service.db.readFirst(
      sql`select status, consecutive_failures, failing_since from webhook_endpoints where id = ${mended}`,
    );
    assert.deepEqual(row, { status: 'ACTIVE', consecutive_failures: 0, failing_since: null });
    assert.deepEqual(
      (await scene.deliveries(gone)).map(({ status }) => status),
      ['PENDING'],
    );
    const reasons = await service.db.read(sql`select details from audit_events where action = 'webhook.pause'
      and organization_id = ${organizationId}::uuid order by details->>'reason'`);
    assert.deepEqual(reasons, [
      { details: { endpointId: old, reason: 'FAILING_TOO_LONG' } },
      { details: { endpointId: gone, reason: 'GONE' } },
    ]);
  });

  it('lets no hanging endpoint hold up a healthy one', async () => {
    const { service, scene, receiver } = stage;
    const { organizationId, sellerId } = await service.organization();
    const hanging = await scene.endpoint({ organizationId, url: receiver.urlOf('/hanging') });
    receiver.answer = () => undefined;
    await scene.events(sellerId, 40);
    await eventually('it hangs', () => receiver.at('/hanging').length === 8);
    await scene.endpoint({ organizationId, url: receiver.urlOf('/healthy') });
    receiver.answer = ({ path }, response) => void (path === '/healthy' && response.writeHead(204).end());
    await scene.events(sellerId, 20);
    await eventually('the healthy one has all', () => receiver.at('/healthy').length === 20, 5_000);
    assert.equal(receiver.at('/hanging').length, 8);
    assert.equal((await scene.deliveries(hanging)).filter(({ attempts }) => attempts > 0).length, 0);
    // What is under way when the worker stops is given back and does not count.
    await stage.worker.stop();
    const held = await service.db.read(
      sql`select from webhook_deliveries where endpoint_id = ${hanging} and leased_until is not null`,
    );
    assert.equal(held.length, 0);
    await stage.startWorker();
    receiver.answer = (_webhook, response) => void response.writeHead(204).end();
    await eventually('all of it', async () =>
      (await scene.deliveries(hanging)).every(({ status }) => status === 'DELIVERED'),
    );
  });

  for (const when of ['before', 'after']) {
    it(`lets a worker that comes too late, ${when} the next one’s word, change nothing`, async () => {
      const { service, scene, receiver } = stage;
      const { organizationId, sellerId } = await service.organization();
      const endpoint = await endpointAt(organizationId, '/slow');
      const waiting: ServerResponse[] = [];
      receiver.answer = (_webhook, response) => void waiting.push(response);
      await scene.events(sellerId, 1);
      await eventually('the first attempt', () => waiting.length === 1);
      await scene.endLeases();
      const second = await openWorker(settingsOf(service));
      await eventually('the second attempt', () => waiting.length === 2);
      const comeLate = async () => {
        waiting[0]?.writeHead(500).end();
        const told = () => [...stage.worker.logLines, ...second.logLines].join();
        await eventually('the late word', () => told().includes('came too late'));
      };
      if (when === 'before') await comeLate();
      waiting[1]?.writeHead(204).end();
      await eventually('the second one’s word', async () => (await scene.deliveredCount(endpoint)) === 1);
      if (when === 'after') await comeLate();
      await second.stop();
      const [{ status, attempts, http_status } = assert.fail()] = await scene.deliveries(endpoint);
      assert.deepEqual([status, attempts, http_status], ['DELIVERED', 1, 204]);
      const row = await service.db.readFirst(
        sql`select consecutive_failures from webhook_endpoints where id = ${endpoint}`,
      );
      assert.deepEqual(row, { consecutive_failures: 0 });
    });
  }

  it('keeps thirty days of history, held events too, and what has not been looked at', async () => {
    const { service, scene } = stage;
    const { organizationId, sellerId } = await service.organization();
    const endpoint = await endpointAt(organizationId, '/kept');
    await scene.events(sellerId, 4);
    await eventually('deliveries', async () => (await scene.deliveredCount(endpoint)) === 4);
    await stage.worker.stop();
    const old = sql`now() - interval '30 days'`;
    const ofOrg = sql`organization_id = ${organizationId}::uuid`;
    const [, second] = await scene.deliveries(endpoint);
    await service.db.write(sql`update events set created_at = ${old} where seller_id = ${sellerId}::uuid`);
    await service.db.write(sql`update webhook_messages set created_at = ${old} where ${ofOrg}`);
    // The second stands for one that a replay has made lately, of an old message.
    await service.db
      .write(sql`update webhook_deliveries set created_at = ${old}, status = 'PENDING', next_attempt_at = now()
      where ${ofOrg} and id <> ${second?.id}`);
    await scene.events(sellerId, 1);
    await service.db.write(
      sql`update events set created_at = ${old} where seller_id = ${sellerId}::uuid and published_at is null`,
    );
    for (const { run } of webhookJobs(service)) await run(new AbortController().signal);
    const left = await service.db
      .readFirst(sql`select (select count(*)::int from webhook_deliveries where ${ofOrg}) as deliveries,
      (select count(*)::int from webhook_messages where ${ofOrg}) as messages,
      (select count(*)::int from events where seller_id = ${sellerId}::uuid) as events`);
    await stage.startWorker();
    assert.deepEqual(left, { deliveries: 1, messages: 1, events: 2 });
  });

  function endpointAt(organizationId: string, path: string): Promise<string> {
    return stage.scene.endpoint({ organizationId, url: stage.receiver.urlOf(path) });
  }

  async function untilAttempted(endpointId: string, attempts: number) {
    const isSo = async (): Promise<boolean> => (await stage.scene.deliveries(endpointId))[0]?.attempts === attempts;
    await eventually(`attempt ${attempts}`, isSo);
    return stage.scene.deliveries(endpointId);
  }

  function mailsOf(endpointId: string): Promise<{ status: string }[]> {
    return stage.service.db.read(
      sql`select status from mails where subject_id = ${endpointId} and kind = 'WEBHOOK_PAUSED'`,
    );
  }
});
