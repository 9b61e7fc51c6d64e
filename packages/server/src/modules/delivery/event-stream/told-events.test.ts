import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { eventPuller, type EventPageView } from '../../../../../harness/src/event-puller.ts';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import type { TestOrganization, TestService } from '../../../../../harness/src/service.ts';
import { createWebhookCalls } from '../../../../../harness/src/webhook-calls.ts';
import { placeOf } from '../../../../../harness/src/webhook-scene.ts';
import * as admin from '../../parties/organizations/admin.ts';
import { stageDeliveries } from '../webhooks/webhooks-delivery.test-support.ts';

/** Of the plan of retries; the next failure is the last. */
const LAST_RETRY = 10;

/** By which an organization may not act, for a while. */
const RESTS: Readonly<
  Record<string, Readonly<Record<'rest' | 'goOn', (service: TestService, slug: string) => Promise<void>>>>
> = {
  'it is disabled': {
    rest: ({ db }, slug) => admin.setOrganizationDisabled(db, slug, true),
    goOn: ({ db }, slug) => admin.setOrganizationDisabled(db, slug, false),
  },
  'its agreement on data processing is withdrawn': {
    rest: ({ db }, slug) => admin.withdrawDpa(db, slug),
    goOn: ({ db, config }, slug) => admin.acceptDpa(db, slug, config.dpaVersion),
  },
};

describe('what is pulled beside what webhooks receive', () => {
  const stage = stageDeliveries();

  it('is the very bytes, under the same id; an organization without an endpoint has an envelope of its own', async () => {
    const { service, scene, receiver } = stage;
    const [org, other] = [await service.organization(), await service.organization()];
    await admin.addGrant(service.db, other.slug, org.sellerId);
    await scene.endpoint({
      organizationId: org.organizationId,
      url: receiver.urlOf('/same'),
      events: ['kyc.*', 'self_service_invitation.*'],
    });
    await scene.events(org.sellerId, 2);
    await scene.verified(org.sellerId);
    await eventually('three webhooks', () => receiver.at('/same').length === 3);
    await scene.untilReadable();
    const own = await eventPuller(service, { token: await org.token() }).page();
    const bodies = new Map(receiver.at('/same').map(({ body, envelope }) => [envelope.id, body.toString()]));
    const inOrder = own.data.map(({ id }) => bodies.get(id));
    assert.equal(own.text, `{"data":[${inOrder.join(',')}],"hasMore":false,"nextCursor":"${own.data.at(-1)?.id}"}`);
    const others = await eventPuller(service, { token: await other.token() }).page();
    const told = ({ id, organizationUuid, ...fact }: (typeof own.data)[number]): unknown => (
      assert.ok(id && organizationUuid),
      fact
    );
    assert.deepEqual(others.data.map(told), own.data.map(told));
    assert.ok(
      others.data.every((event) => event['organizationUuid'] === other.organizationId && !bodies.has(event.id)),
    );
  });

  it('has what became of endpoints, though no other one is told of it, and no tests', async () => {
    const { service, scene, receiver } = stage;
    const calls = await createWebhookCalls(service);
    const { page } = eventPuller(service, calls);
    receiver.answer = ({ path }, response) => void response.writeHead(path === '/gone' ? 410 : 500).end();
    const failing = await calls.made({ url: receiver.urlOf('/failing'), events: ['kyc.*'] });
    await scene.verified(calls.org.sellerId);
    await eventually('the first try', async () => (await scene.deliveries(failing.id))[0]?.attempts === 1);
    await service.db.write(sql`update webhook_deliveries set retries = ${LAST_RETRY}::int, next_attempt_at = now()
      where endpoint_id = ${failing.id}`);
    await eventually('the last try', async () => (await scene.deliveries(failing.id))[0]?.status === 'FAILED');
    const gone = await calls.made({ url: receiver.urlOf('/gone'), events: ['self_service_invitation.*'] });
    await calls.fired(gone.id);
    await eventually('it is paused', async () => (await scene.statusOf(gone.id)) === 'PAUSED');
    await scene.untilReadable();
    const { data } = await page();
    assert.deepEqual(
      data.map(({ type, data: { endpointId } }) => [type, endpointId]),
      [
        ['kyc.verification_completed', undefined],
        ['webhook.delivery_failed_terminal', failing.id],
        ['webhook.endpoint_auto_paused', gone.id],
      ],
    );
    assert.deepEqual(
      data.map((event) => 'partnerUuid' in event),
      [true, false, false],
    );
  });

  it('holds no more of an erased buyer than webhooks do', async () => {
    const { service } = stage;
    const buyer = await sceneWithBuyer(service);
    const { page } = eventPuller(service, buyer);
    const reason = 'The document shows somebody else.';
    const data = {
      buyerUuid: buyer.buyerId,
      outcome: 'REJECTED',
      sessionId: 'x',
      completedAt: '2026-11-22T12:00:00.000Z',
      reason,
    };
    await service.db.write(sql`insert into events (type, source, seller_id, data)
      values ('kyc.verification_completed', 'SYSTEM', ${buyer.org.sellerId}::uuid, ${JSON.stringify(data)}::jsonb)`);
    await eventually('it is told', async () => (await page()).text.includes(reason));
    const erased = await service.call('POST', `${buyer.buyer}/erase`, {
      token: buyer.token,
      body: { reason: 'A letter.' },
    });
    assert.equal(erased.status, 200);
    await eventually('it is emptied', async () => !(await page()).text.includes(reason));
    assert.deepEqual((await page()).data[0]?.data, { ...data, reason: '' });
  });

  for (const [what, { rest, goOn }] of Object.entries(RESTS))
    it(`has all that happened while ${what}, once that is undone, and so have webhooks; nothing meanwhile`, async () => {
      const { service, scene, receiver } = stage;
      const [org, beside] = [await service.organization(), await service.organization()];
      await admin.addGrant(service.db, beside.slug, org.sellerId);
      for (const { organizationId, slug } of [org, beside])
        await scene.endpoint({ organizationId, url: receiver.urlOf(`/${slug}`) });
      const delivered = ({ slug }: TestOrganization): number[] =>
        receiver.at(`/${slug}`).map(({ envelope }) => placeOf(envelope));
      const { ask } = eventPuller(service, { token: await org.token() });
      const shown = async (): Promise<number[]> => {
        const { data = [] } = (await (await ask({})).json()) as Partial<EventPageView>;
        return data.map(placeOf);
      };
      await scene.events(org.sellerId, 1);
      await eventually('the first', () => delivered(org).length === 1);
      await rest(service, org.slug);
      await scene.events(org.sellerId, 3);
      await eventually('others are told', () => delivered(beside).length === 4);
      await scene.untilReadable();
      assert.deepEqual([delivered(org), await shown()], [[1], []]);
      await goOn(service, org.slug);
      await eventually('they are delivered', () => delivered(org).length === 4);
      await eventually('they are shown', async () => (await shown()).length === 4);
      assert.deepEqual(
        [await shown(), delivered(org).toSorted()],
        [
          [1, 1, 2, 3],
          [1, 1, 2, 3],
        ],
      );
    });

  it('has what a process of the release before tells, which does not know the columns', async () => {
    const { service, scene } = stage;
    const org = await service.organization();
    const { page } = eventPuller(service, { token: await org.token() });
    const id = `evt_${'1'.repeat(32)}`;
    const envelope = {
      id,
      type: 'kyc.vies_check_failed',
      schemaVersion: 1,
      source: 'SYSTEM',
      createdAt: '2026-11-22T12:00:00.000Z',
      organizationUuid: org.organizationId,
      data: {},
    };
    await service.db.write(sql`insert into webhook_messages (id, organization_id, type, body)
      values (${id}, ${org.organizationId}::uuid, 'kyc.vies_check_failed', convert_to(${JSON.stringify(envelope)}, 'UTF8'))`);
    await scene.untilReadable();
    assert.deepEqual((await page()).data, [envelope]);
    await service.db.write(sql`delete from webhook_messages where id = ${id}`);
  });
});
