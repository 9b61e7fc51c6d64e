import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Place } from './measurement.ts';
import type { Bench } from './prepare.ts';
import { type Service, startService } from './service.ts';
import type { Arrival, ReceiverOrder } from './webhook-receiver.ts';

/** The service, and one endpoint on this machine that wants every event. */
export interface WebhookStage {
  readonly service: Service;
  readonly pool: pg.Pool;
  /** All since it was last asked; from now on the endpoint answers after `delayMs`. */
  arrivals(order: ReceiverOrder): Promise<Arrival[]>;
  /** Resolves when nothing waits to be delivered, or the time is over. */
  untilAllDelivered(withinMs?: number): Promise<void>;
}

const POLL_MS = 200;
/** So many commits at once. */
const CONNECTIONS = 4;

export async function setWebhookStage(place: Place): Promise<WebhookStage> {
  const service = await startService(place);
  const receiver = fork(new URL('webhook-receiver.ts', import.meta.url));
  place.onClose(() => void receiver.kill());
  const pool = new pg.Pool({ connectionString: service.databaseUrl, max: CONNECTIONS });
  place.onClose(() => pool.end());
  const [port] = (await once(receiver, 'message')) as [number];
  await register(service, `http://127.0.0.1:${port}/hook`);
  return {
    service,
    pool,
    async arrivals(order) {
      receiver.send(order);
      return ((await once(receiver, 'message')) as [Arrival[]])[0];
    },
    async untilAllDelivered(withinMs = Infinity) {
      const startedMs = performance.now();
      while (performance.now() - startedMs < withinMs && (await isAnyWaiting(pool))) await sleep(POLL_MS);
    },
  };
}

async function register({ api, freshToken }: Service, url: string): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${api.port}/v1/webhooks`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await freshToken()}`,
      'content-type': 'application/json',
      'idempotency-key': 'bench',
    },
    body: JSON.stringify({ url, events: ['self_service_invitation.*'] }),
  });
  if (response.status !== 201) throw new Error(`the endpoint was not registered: ${await response.text()}`);
}

async function isAnyWaiting(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{
    waiting: boolean;
  }>(`select exists (select from events where published_at is null)
    or exists (select from webhook_deliveries where status = 'PENDING') as waiting`);
  return rows[0]?.waiting !== false;
}

/** Commits so many events in one transaction. */
export async function commitEvents(pool: pg.Pool, { sellerId, buyerIds }: Bench, count: number): Promise<void> {
  await pool.query({
    name: 'events',
    text: `insert into events (type, source, seller_id, data, created_at)
      select 'self_service_invitation.used', 'WEB_APP', $1, jsonb_build_object('kind', 'KYC', 'buyerUuid', $2::text,
        'invitationUuid', gen_random_uuid(), 'usedAt', now()), clock_timestamp()
      from generate_series(1, $3::int)`,
    values: [sellerId, buyerIds[0], count],
  });
}
