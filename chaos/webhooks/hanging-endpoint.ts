import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../tests/support/eventually.ts';
import { openWorker, settingsOf } from '../../tests/support/worker.ts';
import type { Figure, Measure } from './figure.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { addEvents, newSecret, openStand, type Stand, subscribe } from './stand.ts';

const BETWEEN_MS = 50;
const AT_ONCE = 5;
const MORE_MS = 1_000;

/** Endpoints that take connections and never answer; the delays of the one beside them, without and with them. */
export async function measureHangingEndpoint({
  eventsBesideHanging: count,
  hangingEndpoints,
}: Measure): Promise<Figure[]> {
  const stand = await openStand();
  const { service } = stand;
  const healthy = await startReceiver(newSecret());
  const hanging = await startReceiver(newSecret(), () => undefined);
  const worker = await openWorker(settingsOf(service));
  try {
    await subscribe(stand, healthy.url, healthy.secret);
    await longestDelayMs(stand, healthy, AT_ONCE);
    const aloneMs = await longestDelayMs(stand, healthy, count);
    for (let n = 0; n < hangingEndpoints; n += 1) await subscribe(stand, hanging.url, hanging.secret);
    const besideMs = await longestDelayMs(stand, healthy, count);
    const stillHanging = hanging.waiting();
    return [
      {
        what: `${count} events to an endpoint beside ${hangingEndpoints} that hang (${stillHanging} deliveries hang)`,
        found: `longest delay ${besideMs} ms, alone ${aloneMs} ms`,
        goal: 'at most 1 s more',
        met: besideMs - aloneMs <= MORE_MS && stillHanging > 0,
      },
    ];
  } finally {
    await Promise.all([healthy.close(), hanging.close()]);
    await worker.stop();
    await service.close();
  }
}

/** From the event, as its envelope says it, to the first byte. */
async function longestDelayMs({ service, org }: Stand, receiver: Receiver, count: number): Promise<number> {
  const before = receiver.received.size;
  for (let added = 0; added < count; added += AT_ONCE) {
    await addEvents(service.db, org.sellerId, Math.min(AT_ONCE, count - added));
    await sleep(BETWEEN_MS);
  }
  await eventually('the healthy endpoint has all', () => receiver.received.size === before + count);
  const delays = [...receiver.received.values()]
    .slice(before)
    .map(({ event, receivedAtMs }) => receivedAtMs - Date.parse(event.createdAt));
  return Math.max(...delays);
}
