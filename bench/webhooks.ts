import { setTimeout as sleep } from 'node:timers/promises';
import { microsEach, secondsOf } from './contestant.ts';
import type { Place } from './measurement.ts';
import { printGoal, printHead, printNote, printRow } from './report.ts';
import { percentile } from './statistics.ts';
import { commitEvents, setWebhookStage, type WebhookStage } from './webhook-stage.ts';

/** Events at a steady rate, each in a transaction of its own. */
const STEADY = { perSecond: 330, warmSeconds: 3, seconds: 20 };
const BRIEF_STEADY = { perSecond: 100, warmSeconds: 1, seconds: 2 };
/** Of a backlog that is larger than what is usually delivered in that time; where it is not, the time ends with it. */
const DRAIN = { backlog: 60_000, warmSeconds: 3, seconds: 12 };
const BRIEF_DRAIN = { backlog: 2_000, warmSeconds: 0.2, seconds: 2 };
const SLOW_ANSWER_MS = 50;
const TICK_MS = 20;
const POLL_MS = 50;
const FIRST_WITHIN_MS = 60_000;

/** Deliveries to one endpoint on this machine: with a backlog, when it answers late, and as they come. */
export async function measureWebhooks(place: Place): Promise<void> {
  const stage = await setWebhookStage(place);
  const drain = place.isBrief ? BRIEF_DRAIN : DRAIN;
  printHead();
  const atOnce = await drainBacklog(stage, { ...drain, delayMs: 0 });
  const late = await drainBacklog(stage, { ...drain, delayMs: SLOW_ANSWER_MS });
  await deliverSteadily(stage, place.isBrief ? BRIEF_STEADY : STEADY);
  const rate = { unit: '/s', digits: 0 };
  printGoal({ what: 'deliveries to one endpoint, with a backlog', value: atOnce, atLeast: 700, ...rate });
  printGoal({ what: 'the same, answered after 50 ms', value: late, atLeast: 400, ...rate });
}

interface Drain {
  readonly backlog: number;
  readonly warmSeconds: number;
  readonly seconds: number;
  readonly delayMs: number;
}

/** Deliveries a second, by a worker that finds the backlog and is warmed by its first seconds. */
async function drainBacklog(stage: WebhookStage, { backlog, warmSeconds, seconds, delayMs }: Drain): Promise<number> {
  const { service, pool, arrivals, untilAllDelivered } = stage;
  await arrivals({ delayMs });
  // Deliveries and attempts are of messages.
  await pool.query('truncate events, webhook_messages cascade');
  await commitEvents(pool, service.bench, backlog);
  await pool.query('vacuum analyze');
  const worker = await service.startWorker();
  const pids = { worker: worker.pid, postgres: service.postgresPid };
  await untilFirst(stage, delayMs);
  await sleep(warmSeconds * 1_000);
  await arrivals({ delayMs });
  const [before, startedMs] = [secondsOf(pids), performance.now()];
  // Without work there is no rate: time behind the last delivery would only make it look lower.
  await untilAllDelivered(seconds * 1_000);
  const [count, after] = [(await arrivals({ delayMs })).length, secondsOf(pids)];
  const perSecond = count / ((performance.now() - startedMs) / 1_000);
  await worker.stop();
  printRow({
    what: delayMs === 0 ? 'webhooks, with a backlog' : `webhooks, answered after ${delayMs} ms`,
    by: 'worker',
    connections: undefined,
    perSecond,
    rounds: [perSecond],
    p50Ms: undefined,
    p99Ms: undefined,
    cpuMicros: {
      worker: microsEach(before['worker'], after['worker'], count),
      postgres: microsEach(before['postgres'], after['postgres'], count),
    },
  });
  return perSecond;
}

/** Till the worker is up and at it. */
async function untilFirst({ arrivals }: WebhookStage, delayMs: number): Promise<void> {
  const startedMs = performance.now();
  while ((await arrivals({ delayMs })).length === 0) {
    if (performance.now() - startedMs > FIRST_WITHIN_MS) throw new Error('the worker delivers nothing');
    await sleep(POLL_MS);
  }
}

type Steady = typeof STEADY;

/** How soon events are delivered at a rate that leaves room. */
async function deliverSteadily(stage: WebhookStage, { perSecond, warmSeconds, seconds }: Steady): Promise<void> {
  const { service, pool, arrivals, untilAllDelivered } = stage;
  await pool.query('truncate events, webhook_messages cascade');
  await service.startWorker();
  await commitSteadily(stage, perSecond, warmSeconds);
  await untilAllDelivered();
  await arrivals({ delayMs: 0 });
  const events = await commitSteadily(stage, perSecond, seconds);
  await untilAllDelivered();
  const latencies = (await arrivals({ delayMs: 0 })).map(({ latencyMs }) => latencyMs).sort((a, b) => a - b);
  const [p50, p99] = [percentile(latencies, 0.5), percentile(latencies, 0.99)];
  console.log('');
  printNote(`webhooks, ${perSecond} events/s for ${seconds} s: ${latencies.length} of ${events} delivered`);
  const late = { unit: 'ms', digits: 0 };
  printGoal({ what: 'webhooks, commit to first byte, p50', value: p50, under: 50, ...late });
  printGoal({ what: 'webhooks, commit to first byte, p99', value: p99, under: 500, ...late });
}

/** How many were committed, each in a transaction of its own. */
async function commitSteadily({ pool, service }: WebhookStage, perSecond: number, seconds: number): Promise<number> {
  const startedMs = performance.now();
  let events = 0;
  while (performance.now() - startedMs < seconds * 1_000) {
    const due = Math.min(perSecond * seconds, ((performance.now() - startedMs) / 1_000) * perSecond);
    const commits = [];
    for (; events < due; events += 1) commits.push(commitEvents(pool, service.bench, 1));
    await Promise.all(commits);
    await sleep(TICK_MS);
  }
  return events;
}
