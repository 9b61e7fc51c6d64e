import { eventually } from '../../packages/harness/src/eventually.ts';
import { openWorker, settingsOf } from '../../packages/harness/src/worker.ts';
import { LARGEST_SHARE } from '../../packages/server/src/modules/delivery/webhooks/share.ts';
import type { Figure } from '../figure.ts';
import type { Measure } from './measure.ts';
import { startReceiver } from './receiver.ts';
import { addEvents, bookkeeping, newSecret, openStand, resume, statusOf, subscribe } from './stand.ts';

const PATIENCE_MS = 180_000;
const BATCH = 500;

/** Events that come while the endpoint is paused: none goes out before the resume, all of them after it, the oldest first. */
export async function measureHeldEvents({ heldEvents }: Measure): Promise<Figure[]> {
  const stand = await openStand();
  const { service, org } = stand;
  const secret = newSecret();
  let gone = true;
  const receiver = await startReceiver(secret, (response) => void response.writeHead(gone ? 410 : 204).end());
  const worker = await openWorker(settingsOf(service));
  try {
    const endpointId = await subscribe(stand, receiver.url, secret);
    const expected = await addEvents(service.db, org.sellerId, 1);
    await eventually('410 pauses the endpoint', async () => (await statusOf(stand, endpointId)) === 'PAUSED');
    while (expected.length < heldEvents) {
      expected.push(...(await addEvents(service.db, org.sellerId, Math.min(BATCH, heldEvents - expected.length))));
    }
    const counted = () => bookkeeping(service.db, endpointId);
    await eventually('all are held', async () => (await counted()).pending === heldEvents, PATIENCE_MS);
    const early = receiver.received.size - 1;
    gone = false;
    const resumedAtMs = performance.now();
    await resume(stand, endpointId);
    await eventually('all are delivered', async () => (await counted()).pending === 0, PATIENCE_MS).catch(
      () => undefined,
    );
    const seconds = (performance.now() - resumedAtMs) / 1000;
    const places = new Map(expected.map((uuid, place) => [uuid, place]));
    const arrivals = [...receiver.received.values()].map(({ event }) =>
      places.get(String((event.data as { invitationUuid?: unknown }).invitationUuid)),
    );
    const furthest = Math.max(...arrivals.map((place, arrival) => Math.abs((place ?? Infinity) - arrival)));
    const rate = Math.round(heldEvents / seconds);
    return [
      {
        what: `${heldEvents} events held while paused`,
        found: `${arrivals.length} delivered after the resume, ${early} before (${rate}/s)`,
        goal: 'all, 0 before',
        met: arrivals.length === heldEvents && early === 0 && receiver.bad() === 0,
      },
      {
        what: 'their order: furthest from its place',
        found: `${furthest} places`,
        goal: `under ${NEAR}`,
        met: furthest < NEAR,
      },
    ];
  } finally {
    await worker.stop();
    await receiver.close();
    await service.close();
  }
}

/** Deliveries on their way at once may overtake each other, and while one waits for its connection the next few of the others do. */
const NEAR = 2 * LARGEST_SHARE;
