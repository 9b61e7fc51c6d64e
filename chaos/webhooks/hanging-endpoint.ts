import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../packages/harness/src/eventually.ts';
import { openWorker, settingsOf } from '../../packages/harness/src/worker.ts';
import type { Figure } from '../figure.ts';
import type { Measure } from './measure.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { addEvents, newSecret, openStand, type Stand, subscribe } from './stand.ts';

const AT_ONCE = 5;
const MORE_MS = 1_000;

/** One beside a busy endpoint, and as many as an organization may have at a pace that so many rows an event leave room for. */
const CASES = [
  { hangingCount: 1, betweenMs: 50, share: 1 },
  { hangingCount: 19, betweenMs: 250, share: 5 },
] as const;

/** Endpoints that take connections and never answer; the delays of the one beside them, without and with them. */
export async function measureHangingEndpoint({ eventsBesideHanging }: Measure): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { hangingCount, betweenMs, share } of CASES) {
    figures.push(await measureCase(hangingCount, { count: Math.ceil(eventsBesideHanging / share), betweenMs }));
  }
  return figures;
}

interface Pace {
  readonly count: number;
  readonly betweenMs: number;
}

async function measureCase(hangingCount: number, pace: Pace): Promise<Figure> {
  const stand = await openStand();
  const { service } = stand;
  const healthy = await startReceiver(newSecret());
  const hanging = await startReceiver(newSecret(), () => undefined);
  const worker = await openWorker(settingsOf(service));
  try {
    await subscribe(stand, healthy.url, healthy.secret);
    await longestDelayMs(stand, healthy, { ...pace, count: AT_ONCE });
    const aloneMs = await longestDelayMs(stand, healthy, pace);
    for (let n = 0; n < hangingCount; n += 1) await subscribe(stand, hanging.url, hanging.secret);
    const besideMs = await longestDelayMs(stand, healthy, pace);
    const stillHanging = hanging.waiting();
    return {
      what: `${pace.count} events to an endpoint beside ${hangingCount} that hang (${stillHanging} deliveries hang)`,
      found: `longest delay ${besideMs} ms, alone ${aloneMs} ms`,
      goal: 'at most 1 s more',
      met: besideMs - aloneMs <= MORE_MS && stillHanging > 0,
    };
  } finally {
    await Promise.all([healthy.close(), hanging.close()]);
    await worker.stop();
    await service.close();
  }
}

/** From the event, as its envelope says it, to the first byte. */
async function longestDelayMs(
  { service, org }: Stand,
  receiver: Receiver,
  { count, betweenMs }: Pace,
): Promise<number> {
  const before = receiver.received.size;
  for (let added = 0; added < count; added += AT_ONCE) {
    await addEvents(service.db, org.sellerId, Math.min(AT_ONCE, count - added));
    await sleep(betweenMs);
  }
  await eventually('the healthy endpoint has all', () => receiver.received.size === before + count);
  const delays = [...receiver.received.values()]
    .slice(before)
    .map(({ event, receivedAtMs }) => receivedAtMs - Date.parse(event.createdAt));
  return Math.max(...delays);
}
