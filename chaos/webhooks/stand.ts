import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import sql from 'sql-template-tag';
import type { Database } from '../../packages/server/src/platform/db/database.ts';
import { startService, type TestOrganization, type TestService } from '../../packages/harness/src/service.ts';

/** An organization with one seller, on an API of its own. */
export interface Stand {
  readonly service: TestService;
  readonly org: TestOrganization;
  readonly token: string;
}

export async function openStand(): Promise<Stand> {
  const service = await startService({ WEBHOOK_ALLOW_LOOPBACK: 'on' });
  const org = await service.organization();
  return { service, org, token: await org.token() };
}

export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** Registers by the API; the endpoint's id. */
export async function subscribe({ service, token }: Stand, url: string, secret: string): Promise<string> {
  const body = { url, secret, events: ['self_service_invitation.*'] };
  const made = await service.call('POST', '/v1/webhooks', { token, body });
  assert.equal(made.status, 201, await made.clone().text());
  return ((await made.json()) as { id: string }).id;
}

export async function statusOf({ service, token }: Stand, id: string): Promise<string> {
  return ((await (await service.call('GET', `/v1/webhooks/${id}`, { token })).json()) as { status: string }).status;
}

export async function resume({ service, token }: Stand, id: string): Promise<void> {
  const changed = await service.call('PATCH', `/v1/webhooks/${id}`, { token, body: { status: 'ACTIVE' } });
  assert.equal(changed.status, 200, await changed.clone().text());
}

/** As many committed facts about the seller, as the business writes them; their invitations' uuids. */
export async function addEvents(db: Database, sellerId: string, count: number): Promise<string[]> {
  const uuids = Array.from({ length: count }, () => randomUUID());
  await db.write(sql`insert into events (created_at, type, source, seller_id, data)
    select clock_timestamp(), 'self_service_invitation.used', 'WEB_APP', ${sellerId}::uuid,
      jsonb_build_object('kind', 'KYC', 'buyerUuid', gen_random_uuid(), 'invitationUuid', uuid, 'usedAt', now())
    from unnest(${uuids}::text[]) with ordinality as given (uuid, place) order by place`);
  return uuids;
}

/** What the tables say of the stand's endpoint: deliveries in each state, and events without a message. */
export async function bookkeeping(db: Database, endpointId: string) {
  const row = await db.readFirst<{
    delivered: number;
    pending: number;
    failed: number;
    unpublished: number;
    doubled: number;
  }>(sql`select
    count(*) filter (where status = 'DELIVERED')::int as delivered,
    count(*) filter (where status = 'PENDING')::int as pending,
    count(*) filter (where status = 'FAILED')::int as failed,
    (select count(*)::int from events where published_at is null) as unpublished,
    (count(*) - count(distinct message_id))::int as doubled
    from webhook_deliveries where endpoint_id = ${endpointId}`);
  return row ?? assert.fail();
}
