import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { eventually } from '../../packages/harness/src/eventually.ts';
import { spawnWorker } from '../../packages/harness/src/spawned-process.ts';
import { openWorker, settingsOf } from '../../packages/harness/src/worker.ts';
import type { Figure } from '../figure.ts';
import type { Measure } from './measure.ts';
import { type Received, startReceiver } from './receiver.ts';
import { addEvents, bookkeeping, newSecret, openStand, subscribe } from './stand.ts';

const LANES = 2;
const BATCH = 10;
/** The receiver is slow enough to be in the middle of something when a worker dies. */
const SLOWEST_ANSWER_MS = 60;
/** When there is nothing to do. */
const LONGEST_LIFE_MS = 500;
const PATIENCE_MS = 120_000;

/** Kills one worker after the other in the middle of its work while events come in: every one of them must arrive. */
export async function measureKills({
  kills,
  eventsUnderKills,
}: Measure): Promise<{ figures: Figure[]; sample: Received[]; secret: string }> {
  const stand = await openStand();
  const { service, org } = stand;
  const secret = newSecret();
  const receiver = await startReceiver(secret, (response) => {
    setTimeout(() => response.writeHead(204).end(), randomInt(SLOWEST_ANSWER_MS));
  });
  try {
    const endpointId = await subscribe(stand, receiver.url, secret);
    let killed = 0;
    let inFlightWhenKilled = 0;
    const expected: string[] = [];

    async function killAgainAndAgain(): Promise<void> {
      while (killed < kills) {
        const worker = await spawnWorker(settingsOf(service));
        for (let waitedMs = 0; receiver.waiting() === 0 && waitedMs < LONGEST_LIFE_MS; waitedMs += 5) await sleep(5);
        await sleep(randomInt(SLOWEST_ANSWER_MS));
        if (receiver.waiting() > 0) inFlightWhenKilled += 1;
        killed += 1;
        worker.kill('SIGKILL');
        if (worker.exitCode === null && worker.signalCode === null) await once(worker, 'exit');
      }
    }
    /** In step with the kills, so that the last events meet the last kill. */
    async function keepAdding(): Promise<void> {
      while (expected.length < eventsUnderKills) {
        const due = Math.ceil((eventsUnderKills * (killed + 1)) / kills);
        const count = Math.min(BATCH, due - expected.length, eventsUnderKills - expected.length);
        if (count > 0) expected.push(...(await addEvents(service.db, org.sellerId, count)));
        else await sleep(20);
      }
    }
    await Promise.all([...Array.from({ length: LANES }, killAgainAndAgain), keepAdding()]);

    // As if the leases of the dead had run out: nobody is left to hold one.
    await service.db.write(sql`update webhook_deliveries set leased_until = now() where leased_until is not null`);
    const survivor = await openWorker(settingsOf(service));
    const arrived = (): Set<unknown> =>
      new Set(
        [...receiver.received.values()].map(({ event }) => (event.data as { invitationUuid?: unknown }).invitationUuid),
      );
    await eventually(
      'everything delivered',
      async () => {
        const { pending, unpublished } = await bookkeeping(service.db, endpointId);
        return pending === 0 && unpublished === 0;
      },
      PATIENCE_MS,
    ).catch(() => undefined);
    await survivor.stop();

    const uuids = arrived();
    const lost = expected.filter((uuid) => !uuids.has(uuid)).length;
    const { delivered, doubled, failed } = await bookkeeping(service.db, endpointId);
    const clean =
      delivered === expected.length && doubled === 0 && failed === 0 && receiver.received.size === expected.length;
    return {
      figures: [
        {
          what: `${killed} worker kills (${inFlightWhenKilled} with deliveries in flight) over ${expected.length} events`,
          found: `${lost} lost, ${receiver.repeats()} delivered again`,
          goal: '0 lost',
          met: lost === 0 && clean && inFlightWhenKilled > 0,
        },
        {
          what: `${receiver.received.size + receiver.repeats()} deliveries judged by the SDK, repeats by their bytes`,
          found: `${receiver.bad()} refused or altered`,
          goal: '0',
          met: receiver.bad() === 0,
        },
      ],
      sample: [...receiver.received.values()],
      secret,
    };
  } finally {
    await receiver.close();
    await service.close();
  }
}
