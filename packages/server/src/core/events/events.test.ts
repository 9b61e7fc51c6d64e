import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { declared } from '../../modules.ts';
import { claimDeliveries } from '../../modules/delivery/webhooks/delivery-repository.ts';
import { publishEvents } from '../../modules/delivery/webhooks/publish-events.ts';
import { type Outcome, settleDeliveries } from '../../modules/delivery/webhooks/settle-deliveries.ts';
import { expireOverdue } from '../../modules/self-service/invitations/repository.ts';
import { assertDeclared } from '../../../../harness/src/declared-facts.ts';
import { sceneWithInvitation } from '../../../../harness/src/scene.ts';
import { startService, type TestOrganization, type TestService } from '../../../../harness/src/service.ts';
import { createWebhookScene } from '../../../../harness/src/webhook-scene.ts';

/** Contract 6. */
const PUBLISHED = [
  'compliance.decision_made',
  'compliance.status_changed',
  'export_file.generated',
  'kyc.verification_completed',
  'kyc.vies_check_failed',
  'prospect.submitted',
  'self_service_invitation.expired',
  'self_service_invitation.used',
  'webhook.delivery_failed_terminal',
  'webhook.endpoint_auto_paused',
];

describe('events as modules declare them', () => {
  it('hold the published types; about the organization are those about endpoints', () => {
    const names = new Set(declared.events.map(({ name }) => name));
    assert.deepEqual(
      PUBLISHED.filter((name) => !names.has(name)),
      [],
    );
    for (const { name, about } of declared.events)
      assert.equal(about, name.startsWith('webhook.') ? 'organization' : 'seller', name);
  });
});

describe('events as they are written and told', () => {
  let service: TestService;
  let scene: ReturnType<typeof createWebhookScene>;
  before(async () => {
    service = await startService();
    scene = createWebhookScene(service);
  });
  after(() => service.close());

  it('are data as declared where the database forms it: an expiry, with a buyer and without one', async () => {
    const { invitation, buyerId, org } = await sceneWithInvitation(service);
    const prospect = '0c7f6a1e-2b3d-4c5f-8a9b-0c1d2e3f4a5b';
    await service.db
      .write(sql`insert into invitations (id, seller_id, kind, organization_id, label, locale, requested_documents, link_kid,
        expires_at)
      values (${prospect}::uuid, ${org.sellerId}::uuid, 'PROSPECT', ${org.organizationId}::uuid, 'Any', 'en', '{}', 1, now())`);
    const end = '2026-06-01T09:00:00.007Z';
    await service.db.write(
      sql`update invitations set expires_at = ${end}::timestamptz where seller_id = ${org.sellerId}::uuid`,
    );
    assert.equal((await expireOverdue(service.db, 10)).length, 2);
    const rows = await service.db.read<{ type: string; source: string; data: object }>(
      sql`select type, source, data from events where seller_id = ${org.sellerId}::uuid order by data->>'kind'`,
    );
    const expired = { type: 'self_service_invitation.expired', source: 'SYSTEM' };
    assert.deepEqual(rows, [
      { ...expired, data: { kind: 'KYC', invitationUuid: invitation.uuid, buyerUuid: buyerId, expiredAt: end } },
      { ...expired, data: { kind: 'PROSPECT', invitationUuid: prospect, expiredAt: end } },
    ]);
    await assertDeclared(service.databaseUrl);
  });

  it('have one envelope, byte for byte, whoever tells of them', async () => {
    const org = await service.organization();
    const { organizationId, sellerId } = org;
    const failing = await scene.endpoint({ organizationId, url: 'https://hooks.example/failing' });
    const watching = await scene.endpoint({ organizationId, url: 'https://hooks.example/', events: ['webhook.*'] });
    await scene.events(sellerId, 1);
    await publishEvents(service.db, 10);
    await settleDeliveries(service.db, await attempted(failing, [{ result: 'retry', gone: true, httpStatus: 410 }]));
    const data = { z: 'ä "quoted" \\ \u2028', a: { deep: [1, 1.5, null, true] }, n: 0 };
    await fire(org, watching, { eventType: 'kyc.vies_check_failed', data });

    const [fact] = await service.db.read<{ data: string; at: Date }>(
      sql`select data::text, created_at as at from events where seller_id = ${sellerId}::uuid`,
    );
    const [used, paused, test] = await messages(organizationId);
    assert.ok(fact && used && paused && test);
    const told = (id: string, type: string, source: string, at: string): string =>
      `{"id":"${id}","type":"${type}","schemaVersion":1,"source":"${source}","createdAt":"${at}","organizationUuid":"${organizationId}"`;
    assert.equal(
      used.body,
      `${told(used.id, 'self_service_invitation.used', 'SYSTEM', fact.at.toISOString())},"partnerUuid":"${sellerId}","data":${fact.data}}`,
    );
    const at = paused.at.toISOString();
    assert.equal(
      paused.body,
      `${told(paused.id, 'webhook.endpoint_auto_paused', 'SYSTEM', at)},"data":{"reason": "GONE", "pausedAt": "${at}", "endpointId": "${failing}", "failingSince": "${at}", "consecutiveFailures": 1}}`,
    );
    assert.equal(
      test.body,
      `${told(test.id, 'kyc.vies_check_failed', 'API', test.at.toISOString())},"data":${JSON.stringify(data)}}`,
    );
  });

  it('say since when an endpoint has been failing that said it is gone, and took the delivery after it in the same batch', async () => {
    const { organizationId, sellerId } = await service.organization();
    const gone = await scene.endpoint({ organizationId, url: 'https://hooks.example/gone' });
    await scene.endpoint({ organizationId, url: 'https://hooks.example/', events: ['webhook.*'] });
    await scene.events(sellerId, 2);
    await publishEvents(service.db, 10);
    const outcomes = await attempted(gone, [
      { result: 'retry', gone: true, httpStatus: 410 },
      { result: 'delivered', gone: false, httpStatus: 204 },
    ]);
    const { paused } = await settleDeliveries(service.db, outcomes);
    assert.deepEqual(paused, [{ id: gone, reason: 'GONE' }]);
    const message = (await messages(organizationId)).find(({ type }) => type === 'webhook.endpoint_auto_paused');
    const { data } = JSON.parse(message?.body ?? '{}') as { data: Record<string, unknown> };
    assert.deepEqual([data['failingSince'], data['consecutiveFailures']], [data['pausedAt'], 0]);
    await assertDeclared(service.databaseUrl);
  });

  /** Outcomes of the endpoint's deliveries that are due, in their order. */
  async function attempted(
    endpointId: string,
    said: readonly Pick<Outcome, 'result' | 'gone' | 'httpStatus'>[],
  ): Promise<Outcome[]> {
    const claimed = await claimDeliveries(service.db, {
      limit: 10,
      perEndpoint: 8,
      perFailingEndpoint: 2,
      extraLimit: 0,
      known: [],
      leaseMs: 30_000,
    });
    const own = claimed.filter(({ endpoint_id }) => endpoint_id === endpointId);
    return said.map((outcome, n) => ({
      ...outcome,
      deliveryId: own[n]?.id ?? assert.fail(),
      fence: own[n]?.fence ?? assert.fail(),
      endpointId,
      retryInMs: 60_000,
      failure: null,
      durationMs: 5,
      agoMs: 0,
    }));
  }

  async function fire(org: TestOrganization, endpointId: string, body: object): Promise<void> {
    const answer = await service.call('POST', `/v1/webhooks/${endpointId}/test`, { token: await org.token(), body });
    assert.equal(answer.status, 202, await answer.clone().text());
  }

  function messages(organizationId: string): Promise<{ id: string; type: string; body: string; at: Date }[]> {
    return service.db
      .read(sql`select id, type, convert_from(body, 'UTF8') as body, created_at as at from webhook_messages
      where organization_id = ${organizationId}::uuid order by created_at, id`);
  }
});
