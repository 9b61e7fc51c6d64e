import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { createTestDatabase } from '../../../../../harness/src/database.ts';
import { eventPuller } from '../../../../../harness/src/event-puller.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { openSlowPublisher } from '../../../../../harness/src/slow-publisher.ts';
import { openWorker, settingsOf, type TestWorker } from '../../../../../harness/src/worker.ts';

const WRITERS = 24;
const EVENTS = 5_000;
const LONGEST_HOLD_MS = 60;
const SLOW_PUBLISHERS = 3;

let services: TestService[] = [];
let workers: TestWorker[] = [];
before(async () => {
  const database = await createTestDatabase();
  // Closed last, and so the one that drops it.
  const one = await startService({}, database);
  const shared = { DATA_DIR: one.config.dataDir, OIDC_ISSUER: one.config.oidc.issuer };
  services = [await startService(shared, { ...database, drop: async () => undefined }), one];
  workers = [await openWorker(settingsOf(one)), await openWorker(settingsOf(one))];
});
after(async () => {
  for (const worker of workers) await worker.stop();
  for (const service of services) await service.close();
});

it('a poller misses none of 5,000 events of 24 writers and gets none twice, over two API processes and five publishers', async () => {
  const [second, first] = services;
  assert.ok(first && second);
  const org = await first.organization();
  const token = await org.token();
  const pullers = services.map((service) => eventPuller(service, { token }));
  let left = EVENTS;
  let isWriting = true;

  async function write(): Promise<void> {
    const client = new Client({ connectionString: first?.databaseUrl });
    await client.connect();
    while (left > 0) {
      const count = Math.min(left, 1 + Math.floor(Math.random() * 8));
      left -= count;
      await client.query('begin');
      await client.query(
        `insert into events (type, source, seller_id, data)
         select 'self_service_invitation.used', 'SYSTEM', $1, jsonb_build_object('kind', 'KYC', 'invitationUuid', gen_random_uuid(), 'usedAt', now())
         from generate_series(1, $2::int)`,
        [org.sellerId, count],
      );
      await sleep(Math.random() * LONGEST_HOLD_MS);
      await client.query('commit');
    }
    await client.end();
  }

  async function publishSlowly(): Promise<number> {
    const publisher = await openSlowPublisher(first?.db ?? assert.fail(), first?.databaseUrl ?? '');
    let published = 0;
    while (isWriting) {
      published += await publisher.publish(20);
      await sleep(Math.random() * LONGEST_HOLD_MS);
      await publisher.commit();
    }
    await publisher.close();
    return published;
  }

  const seen: string[] = [];
  async function poll(): Promise<number> {
    let cursor: string | undefined;
    let polls = 0;
    while (seen.length < EVENTS) {
      const { page } = pullers[polls % 2] ?? assert.fail();
      const size = String(1 + Math.floor(Math.random() * 100));
      const { data, nextCursor } = await page({ size, wait: '20', ...(cursor !== undefined && { after: cursor }) });
      seen.push(...data.map(({ id }) => id));
      if (data.length === 0) throw new Error(`nothing more behind ${seen.length} of ${EVENTS}`);
      cursor = nextCursor;
      polls += 1;
    }
    return polls;
  }

  const publishing = Promise.all(Array.from({ length: SLOW_PUBLISHERS }, publishSlowly));
  const writing = Promise.all(Array.from({ length: WRITERS }, write)).finally(() => (isWriting = false));
  const polls = await poll();
  await writing;
  const slowly = (await publishing).reduce((one, other) => one + other, 0);
  assert.ok(slowly > 0, 'slow publishers had their part');
  assert.equal(new Set(seen).size, EVENTS, 'none twice');
  const { events } = await (pullers[0] ?? assert.fail()).walk({ size: '100' });
  assert.deepEqual(
    events.map(({ id }) => id),
    seen,
    'the same in the same order, read again',
  );
  console.log(`${EVENTS} events in ${polls} polls, ${slowly} of them published slowly: 0 missed, 0 twice`);
});
