import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import sql from 'sql-template-tag';
import { publishEvents } from '../../server/src/modules/delivery/webhooks/publish-events.ts';
import { createKeyring } from '../../server/src/platform/keyring.ts';
import { eventually } from './eventually.ts';
import type { TestService } from './service.ts';
import type { ReceivedWebhook } from './webhook-receiver.ts';

export interface EndpointWish {
  readonly organizationId: string;
  readonly url: string;
  readonly events?: readonly string[];
  readonly partnerIds?: readonly string[];
}

export interface DeliveryState {
  readonly id: string;
  readonly status: string;
  readonly attempts: number;
  readonly retries: number;
  readonly http_status: number | null;
  /** Seconds from the end of the last attempt to the next. */
  readonly wait: number | null;
}

export const SECRET = 'whsec_0123456789abcdef0123456789abcdef';
const NUMBERED = '00000000-0000-4000-8000-';
const USUAL = ['self_service_invitation.*'];

/** Endpoints, events and the clock of webhooks, by the database itself. */
export function createWebhookScene({ db, config }: Pick<TestService, 'db' | 'config'>) {
  const keyring = createKeyring(config.masterKeys);
  /** What was told can be pulled: other transactions of the suite's server hold it up for moments. */
  async function untilReadable(): Promise<void> {
    await eventually('what was told can be read', async () => {
      const held = await db.read(sql`select from webhook_messages where list_position >= list_horizon() limit 1`);
      return held.length === 0;
    });
  }
  return {
    untilReadable,
    /** Tells what has happened, as a worker does. */
    async tell(): Promise<void> {
      while ((await publishEvents(db, 200)) > 0);
      await untilReadable();
    },
    async endpoint({ organizationId, url, events = USUAL, partnerIds }: EndpointWish): Promise<string> {
      const id = `wh_${randomUUID().replaceAll('-', '')}`;
      const sealed = keyring.seal('webhook-secret', id, Buffer.from(SECRET));
      await db.write(sql`insert into webhook_endpoints (id, organization_id, slot, url, events, partner_ids, sealed_secret)
        select ${id}, ${organizationId}::uuid, count(*) + 1, ${url}, ${[...events]}::text[], ${partnerIds ?? null}::uuid[], ${sealed}::bytea
        from webhook_endpoints where organization_id = ${organizationId}::uuid`);
      return id;
    },
    /** Facts of a seller, as of invitations with the numbers from 1 on; see `placeOf`. */
    async events(sellerId: string, count: number): Promise<void> {
      await db.write(sql`insert into events (type, source, seller_id, data, created_at)
        select 'self_service_invitation.used', 'SYSTEM', ${sellerId}::uuid,
          jsonb_build_object('kind', 'KYC', 'buyerUuid', gen_random_uuid(), 'invitationUuid', ${NUMBERED} || lpad(n::text, 12, '0'), 'usedAt', now()),
          now() + n * interval '1 microsecond'
        from generate_series(1, ${count}::int) n`);
    },
    /** One of another type: a verification that has ended. */
    async verified(sellerId: string): Promise<void> {
      await db.write(sql`insert into events (type, source, seller_id, data) values ('kyc.verification_completed', 'SYSTEM', ${sellerId}::uuid,
        jsonb_build_object('buyerUuid', gen_random_uuid(), 'outcome', 'VERIFIED', 'sessionId', 'x', 'completedAt', '2026-11-22T12:00:00.000Z'))`);
    },
    /** As the API resumes. */
    async resume(endpointId: string): Promise<void> {
      await db.write(sql`with resumed as (update webhook_endpoints set status = 'ACTIVE', consecutive_failures = 0, failing_since = null
          where id = ${endpointId} returning id)
        update webhook_deliveries d set retries = 0, first_attempt_at = null, next_attempt_at = now() from resumed
        where d.endpoint_id = resumed.id and d.status = 'PENDING'`);
    },
    /** Moves the clock of the endpoint's retries so that all are due. */
    async makeDue(endpointId: string): Promise<void> {
      await db.write(sql`update webhook_deliveries set first_attempt_at = first_attempt_at - (next_attempt_at - now()), next_attempt_at = now()
        where endpoint_id = ${endpointId} and status = 'PENDING' and next_attempt_at > now()`);
    },
    async deliveredCount(endpointId: string): Promise<number> {
      const row = await db.readFirst<{ count: number }>(
        sql`select count(*)::int as count from webhook_deliveries where endpoint_id = ${endpointId} and status = 'DELIVERED'`,
      );
      return row?.count ?? 0;
    },
    /** Under way: claimed by a worker, and not settled. */
    async leasedCount(endpointId: string): Promise<number> {
      const row = await db.readFirst<{ count: number }>(
        sql`select count(*)::int as count from webhook_deliveries where endpoint_id = ${endpointId} and status = 'PENDING' and leased_until > now()`,
      );
      return row?.count ?? 0;
    },
    async endLeases(): Promise<void> {
      await db.write(sql`update webhook_deliveries set leased_until = now() where leased_until > now()`);
    },
    deliveries(endpointId: string): Promise<DeliveryState[]> {
      return db.read(sql`select id, status, attempts, retries, http_status, extract(epoch from next_attempt_at - last_attempt_at)::float as wait
        from webhook_deliveries where endpoint_id = ${endpointId} order by position`);
    },
    async statusOf(endpointId: string): Promise<string | undefined> {
      const row = await db.readFirst<{ status: string }>(
        sql`select status from webhook_endpoints where id = ${endpointId}`,
      );
      return row?.status;
    },
  };
}

/** Which of the scene's events it is: their invitations are numbered. */
export function placeOf({ data }: ReceivedWebhook['envelope']): number {
  return Number(String(data['invitationUuid']).slice(NUMBERED.length));
}

/** As a receiver verifies. */
export function assertSigned({ headers, body }: ReceivedWebhook): void {
  const [, at = '', mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-novatrade-signature'])) ?? [];
  const expected = createHmac('sha256', SECRET).update(`${at}.`).update(body).digest('hex');
  assert.equal(mac, expected);
  assert.ok(Math.abs(Number(at) - Date.now() / 1000) < 60);
}
