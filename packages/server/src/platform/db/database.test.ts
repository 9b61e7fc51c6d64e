import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { pino } from 'pino';
import sql from 'sql-template-tag';
import { type Database, openDatabase } from './database.ts';
import { ProblemError } from '../problems/problems.ts';
import { createTestDatabase, type TestDatabase } from '../../../../harness/src/database.ts';
import { eventually } from '../../../../harness/src/eventually.ts';

const CONNECTIONS = 2;
/** Statements at once over one connection. */
const WINDOW = 8;

describe('the shared connections to the database', () => {
  let database: TestDatabase;
  let db: Database;
  before(async () => {
    database = await createTestDatabase();
    db = openDatabase({ url: database.url, poolSize: CONNECTIONS, log: pino({ level: 'silent' }) });
  });
  after(async () => {
    await db.close();
    await database.drop();
  });

  const isUnavailable = (error: unknown): boolean => error instanceof ProblemError && error.slug === 'unavailable';
  const sleepInDatabase = (seconds: number): Promise<unknown> => db.read(sql`select pg_sleep(${seconds}::float8)`);
  const one = async (): Promise<number | undefined> => (await db.readFirst<{ n: number }>(sql`select 1 as n`))?.n;

  it('give every caller its own rows or its own error, whoever is on the wire before', async () => {
    const callers = Array.from({ length: 400 }, async (_, n) => {
      const row = await db.readFirst<{ n: number }>(sql`select ${n}::int / (${n}::int % 5) as n`);
      return row?.n;
    });
    const outcomes = await Promise.allSettled(callers);
    for (const [n, outcome] of outcomes.entries()) {
      if (n % 5 > 0) assert.deepEqual(outcome, { status: 'fulfilled', value: Math.trunc(n / (n % 5)) });
      else assert.match(String((outcome as PromiseRejectedResult).reason), /division by zero/);
    }
    assert.deepEqual(db.usage(), { total: CONNECTIONS, idle: CONNECTIONS, waiting: 0 });
  });

  it('let quick statements pass by a slow one', async () => {
    let isSlow = true;
    const slow = sleepInDatabase(1).then(() => (isSlow = false));
    await sleep(100);
    for (let round = 0; round < 10; round += 1) await Promise.all(Array.from({ length: WINDOW }, one));
    assert.ok(isSlow);
    await slow;
  });

  it('send nothing behind a statement that may wait for a lock', async () => {
    await db.write(sql`create table held (n int)`);
    await db.write(sql`insert into held values (1)`);
    const holder = new Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('begin; update held set n = 2');
    let isWaiting = true;
    const waiting = db.write(sql`update held set n = 3`).then(() => (isWaiting = false));
    for (let round = 0; round < 10; round += 1) await Promise.all(Array.from({ length: 2 * WINDOW }, one));
    assert.ok(isWaiting);
    await holder.query('commit');
    await waiting;
    await holder.end();
    assert.deepEqual(await db.read(sql`select n from held`), [{ n: 3 }]);
  });

  it('refuse what finds no place in time, and work on', async () => {
    const held = Array.from({ length: CONNECTIONS }, () => sleepInDatabase(4));
    const behind = Array.from({ length: CONNECTIONS * (WINDOW - 1) }, one);
    const tooMuch = Promise.allSettled([one(), one()]);
    await eventually('two wait', async () => db.usage().waiting === 2);
    for (const outcome of await tooMuch) assert.ok(outcome.status === 'rejected' && isUnavailable(outcome.reason));
    assert.deepEqual(db.usage(), { total: CONNECTIONS, idle: 0, waiting: 0 });
    await Promise.all(held);
    assert.deepEqual(
      await Promise.all(behind),
      behind.map(() => 1),
    );
    assert.equal(await one(), 1);
  });

  it('end what was on its way with an ended backend, and open another', async () => {
    const killer = openDatabase({ url: database.url, poolSize: CONNECTIONS, log: pino({ level: 'silent' }) });
    const onTheirWay = Promise.allSettled(Array.from({ length: CONNECTIONS * 3 }, () => sleepInDatabase(30)));
    await eventually('both connections are at work', async () => {
      const [row] = await killer.read<{ busy: number }>(sql`select count(*)::int as busy from pg_stat_activity
        where datname = current_database() and query like 'select pg_sleep%' and state = 'active'`);
      return row?.busy === CONNECTIONS;
    });
    await killer.read(sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like 'select pg_sleep%'`);
    for (const outcome of await onTheirWay) assert.ok(outcome.status === 'rejected' && isUnavailable(outcome.reason));
    assert.equal(await one(), 1);
    await killer.close();
  });

  it('tell at once that nobody is there, and close after what is on its way', async () => {
    const nowhere = openDatabase({
      url: 'postgres://nobody@127.0.0.1:1/none',
      poolSize: 2,
      log: pino({ level: 'silent' }),
    });
    await assert.rejects(nowhere.read(sql`select 1`), isUnavailable);
    await nowhere.close();
    const own = openDatabase({ url: database.url, poolSize: 1, log: pino({ level: 'silent' }) });
    const last = own.read(sql`select pg_sleep(0.2), 7 as n`);
    await own.read(sql`select 1`);
    const [row] = await Promise.all([last, own.close()]);
    assert.equal((row[0] as { n: number }).n, 7);
  });
});
