import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Place } from './measurement.ts';
import type { Bench } from './prepare.ts';
import { printGoal } from './report.ts';
import { type Service, startService } from './service.ts';
import { percentile } from './statistics.ts';

interface WebhookResult {
  /** In the slowest whole second but the first, and over all. */
  readonly deliveredPerSecond: number;
  readonly delivered: number;
  readonly events: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface WebhookPlan {
  readonly perSecond: number;
  readonly seconds: number;
}

const PLAN = { perSecond: 330, seconds: 60 };
const TICK_MS = 20;
const WARM_UP_SECONDS = 3;
const POLL_MS = 200;

/** Deliveries to a receiver on this machine. */
export async function measureWebhooks(place: Place): Promise<void> {
  const service = await startService(place);
  await service.startWorker();
  const { events, delivered, deliveredPerSecond, p50Ms, p99Ms } = await deliverSteadily(service, PLAN);
  console.log(
    `\nWebhooks, ${PLAN.perSecond} events/s for ${PLAN.seconds} s: ${delivered} of ${events} delivered, p50 ${p50Ms} ms, p99 ${p99Ms} ms`,
  );
  printGoal({ what: 'deliveries to one endpoint', value: deliveredPerSecond, atLeast: 300, unit: '/s', digits: 0 });
  printGoal({ what: 'commit to first byte, p50', value: p50Ms, under: 50, unit: 'ms', digits: 0 });
  printGoal({ what: 'commit to first byte, p99', value: p99Ms, under: 500, unit: 'ms', digits: 0 });
}

/** Events, each in a transaction of its own, at a steady rate, to one endpoint on this machine; how many arrive in that time, and how soon. */
async function deliverSteadily(service: Service, { perSecond, seconds }: WebhookPlan): Promise<WebhookResult> {
  const { databaseUrl, bench } = service;
  const receiver = fork(new URL('webhook-receiver.ts', import.meta.url));
  // So many commits at once.
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  try {
    const [port] = (await once(receiver, 'message')) as [number];
    await register(service, `http://127.0.0.1:${port}/hook`);
    const latencies = async (): Promise<number[]> => {
      receiver.send('tell');
      return ((await once(receiver, 'message')) as [number[]])[0];
    };
    await commitSteadily(pool, { bench, perSecond, seconds: WARM_UP_SECONDS });
    await untilAllDelivered(pool);
    await latencies();
    const events = await commitSteadily(pool, { bench, perSecond, seconds });
    const inTime = await latencies();
    await untilAllDelivered(pool);
    const all = [...inTime, ...(await latencies())].sort((a, b) => a - b);
    return {
      deliveredPerSecond: inTime.length / seconds,
      delivered: all.length,
      events,
      p50Ms: percentile(all, 0.5),
      p99Ms: percentile(all, 0.99),
    };
  } finally {
    receiver.kill();
    await pool.end();
  }
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

async function untilAllDelivered(pool: pg.Pool): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{
      waiting: boolean;
    }>(`select exists (select from events where published_at is null)
      or exists (select from webhook_deliveries where status = 'PENDING') as waiting`);
    if (rows[0]?.waiting === false) return;
    await sleep(POLL_MS);
  }
}

/** How many were committed, each in a transaction of its own. */
async function commitSteadily(
  pool: pg.Pool,
  { bench, perSecond, seconds }: { bench: Bench; perSecond: number; seconds: number },
): Promise<number> {
  const startedMs = performance.now();
  const insert = {
    name: 'event',
    text: `insert into events (type, source, seller_id, data, created_at) values ('self_service_invitation.used', 'WEB_APP', $1,
      jsonb_build_object('kind', 'KYC', 'buyerUuid', $2::text, 'invitationUuid', gen_random_uuid(), 'usedAt', now()), clock_timestamp())`,
    values: [bench.sellerId, bench.buyerIds[0]],
  };
  let events = 0;
  while (performance.now() - startedMs < seconds * 1_000) {
    const due = Math.min(perSecond * seconds, ((performance.now() - startedMs) / 1_000) * perSecond);
    const commits = [];
    for (; events < due; events += 1) commits.push(pool.query(insert));
    await Promise.all(commits);
    await sleep(TICK_MS);
  }
  return events;
}
