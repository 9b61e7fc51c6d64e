import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../../harness/src/database.ts';
import { createUploadLocker, type UploadLocker } from './upload-locker.ts';

const log = pino({ level: 'silent' });

describe('upload locker', () => {
  let database: TestDatabase;
  let here: UploadLocker;
  let there: UploadLocker;
  before(async () => {
    database = await createTestDatabase();
    here = createUploadLocker({ databaseUrl: database.url, log, patienceMs: 500 });
    there = createUploadLocker({ databaseUrl: database.url, log, patienceMs: 2_000 });
  });
  after(async () => {
    await Promise.all([here.close(), there.close()]);
    await database.drop();
  });

  /** Takes the lock; `asked` resolves when somebody wants it. */
  async function take(locker: UploadLocker, id: string) {
    const asked = Promise.withResolvers<void>();
    const lock = locker.newLock(id);
    await lock.lock(new AbortController().signal, () => asked.resolve());
    return { asked: asked.promise, unlock: () => lock.unlock() };
  }

  it('lets one in at a time, and asks the holder to let go, in this process and in another', async () => {
    const id = randomUUID();
    const first = await take(here, id);
    const order: string[] = [];
    const twin = take(here, id).then((lock) => (order.push('twin'), lock));
    await first.asked;
    assert.equal(order.length, 0);
    await first.unlock();
    const second = await twin;
    const other = take(there, id).then((lock) => (order.push('other'), lock));
    await second.asked;
    assert.equal(order.length, 1);
    await second.unlock();
    await (await other).unlock();
    assert.deepEqual(order, ['twin', 'other']);
  });

  it('gives up after a while, and says so', async () => {
    const id = randomUUID();
    const holder = await take(there, id);
    await assert.rejects(take(here, id), { status_code: 423 });
    await holder.unlock();
    await (await take(here, id)).unlock();
  });

  it('keeps nothing of other uploads waiting', async () => {
    const locks = await Promise.all([take(here, randomUUID()), take(here, randomUUID()), take(there, randomUUID())]);
    await Promise.all(locks.map((lock) => lock.unlock()));
  });

  it('asks its holders to end when its connection is lost, and locks anew on the next one', async () => {
    const id = randomUUID();
    const holder = await take(here, id);
    const admin = new Client({ connectionString: database.url });
    await admin.connect();
    await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'nt24-uploads' and datname = current_database()`,
    );
    await admin.end();
    await holder.asked;
    await (await take(there, id)).unlock();
    await holder.unlock();
    await (await take(here, id)).unlock();
  });
});
