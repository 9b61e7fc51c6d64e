import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { Client, DatabaseError } from 'pg';
import { pino } from 'pino';
import sql, { type Sql } from 'sql-template-tag';
import { type Database, openDatabase } from './database.ts';
import { batching, isUndone } from './lane.ts';
import { ProblemError } from '../problems/problems.ts';
import { createTestDatabase, type TestDatabase } from '../../../../harness/src/database.ts';
import { eventually } from '../../../../harness/src/eventually.ts';

interface Written {
  n: number;
  /** The transaction that wrote it. */
  xact: string;
}

describe('calls of the same moment', () => {
  let database: TestDatabase;
  let db: Database;
  let other: Client;
  before(async () => {
    database = await createTestDatabase();
    db = openDatabase({ url: database.url, poolSize: 4, log: pino({ level: 'silent' }) });
    other = new Client({ connectionString: database.url });
    await other.connect();
    await other.query('create table written (n int primary key, times int not null default 1)');
  });
  beforeEach(() => other.query('truncate written'));
  after(async () => {
    await other.end();
    await db.close();
    await database.drop();
  });

  const insert = (n: number): Sql =>
    sql`insert into written (n) values (${n}::int) returning n, pg_current_xact_id()::text as xact`;
  const update = (n: number): Sql =>
    sql`update written set times = times + 1 where n = ${n}::int returning n, pg_current_xact_id()::text as xact`;
  const commit = (statement: Sql, group = 'one', locks: readonly string[] = []): Promise<Written | undefined> =>
    db.commit<Written>(statement, { group, locks });
  const numbers = (count: number, first = 0): number[] => Array.from({ length: count }, (_, n) => first + n);
  const all = async (): Promise<number[]> =>
    (await db.read<{ n: number }>(sql`select n from written order by n`)).map(({ n }) => n);
  const transactionsOf = (written: readonly (Written | undefined)[]): Set<string | undefined> =>
    new Set(written.map((row) => row?.xact));

  it('are looked up in one round trip, and each gets its own rows', async () => {
    await db.findFirst(sql`select 1 as n`);
    const before = db.roundTrips();
    const found = await Promise.all(
      numbers(40).map((n) =>
        db.find<{ n: number }>(sql`select ${n}::int + i as n from generate_series(1, ${n % 3}::int) i`),
      ),
    );
    assert.deepEqual(
      found.map((rows) => rows.map((row) => row.n)),
      numbers(40).map((n) => numbers(n % 3, n + 1)),
    );
    assert.equal(db.roundTrips() - before, Math.ceil(40 / batching.maxCalls));
  });

  it('bring every kind of value there and back', async () => {
    const [when, bytes, words] = [new Date('2026-01-02T03:04:05.678Z'), Buffer.from([0, 255]), ['a"b', 'c,d', '{}\\']];
    const row = await db.findFirst(
      sql`select ${when}::timestamptz as when, ${bytes}::bytea as bytes, ${words}::text[] as words, ${null}::text as nothing, ${{ a: 1 }}::jsonb as json, ${7n}::bigint as big, true as yes`,
    );
    assert.deepEqual(row, { when, bytes, words, nothing: null, json: { a: 1 }, big: '7', yes: true });
  });

  it('are committed in batches that are full, one transaction each, in their order', async () => {
    const written = await Promise.all(numbers(200).map((n) => commit(insert(n))));
    assert.deepEqual(
      written.map((row) => row?.n),
      numbers(200),
    );
    assert.equal(transactionsOf(written).size, Math.ceil(200 / batching.maxCalls));
    assert.deepEqual(await all(), numbers(200));
  });

  it('stand or fall each by its own condition', async () => {
    await Promise.all(numbers(10).map((n) => commit(insert(n))));
    const written = await Promise.all(numbers(20).map((n) => commit(update(n))));
    assert.deepEqual(
      written.map((row) => row?.n),
      [...numbers(10), ...numbers(10).map(() => undefined)],
    );
  });

  it('never share a batch with another call of their key', async () => {
    const locked = (n: number): Sql =>
      sql`with mine as materialized (select pg_try_advisory_xact_lock(${n % 5}::bigint) as has)
        insert into written (n) select ${n}::int from mine where has returning n, pg_current_xact_id()::text as xact`;
    const written = await Promise.all(numbers(15).map((n) => commit(locked(n), 'one', [String(n % 5)])));
    const transactions = numbers(5).map((key) => transactionsOf(written.filter((_, n) => n % 5 === key)));
    assert.deepEqual(
      transactions.map(({ size }) => size),
      [3, 3, 3, 3, 3],
    );
  });

  it('do not wait for one that meets a lock: it goes by itself, and the lane is free', async () => {
    await Promise.all(numbers(5).map((n) => commit(insert(n))));
    await other.query('begin; update written set times = 0 where n = 3');
    let isHeld = true;
    const held = commit(update(3)).then((row) => ((isHeld = false), row));
    // Those that come now would be refused if the lane waited with it.
    await eventually('it is on its way', async () => db.usage().waiting === 0);
    for (let round = 0; round < 5; round += 1) {
      const written = await Promise.all([0, 1, 2, 4].map((n) => commit(update(n))));
      assert.deepEqual(
        written.map((row) => row?.n),
        [0, 1, 2, 4],
      );
    }
    assert.ok(isHeld);
    await other.query('commit');
    assert.equal((await held)?.n, 3);
    const { rows } = await other.query<{ times: number }>('select times from written order by n');
    assert.deepEqual(
      rows.map(({ times }) => times),
      [6, 6, 6, 1, 6],
      'each once',
    );
  });

  it('are not harmed by one that fails: it gets its own error, the others are written once', async () => {
    const poisoned = (n: number): Sql => (n === 7 ? sql`insert into written (n) values (1 / ${0}::int)` : insert(n));
    const outcomes = await Promise.allSettled(numbers(20).map((n) => commit(poisoned(n))));
    for (const [n, outcome] of outcomes.entries()) {
      if (n === 7) assert.match(String((outcome as PromiseRejectedResult).reason), /division by zero/);
      else assert.equal(outcome.status, 'fulfilled', String(n));
    }
    assert.deepEqual(
      await all(),
      numbers(20).filter((n) => n !== 7),
    );
    const looked = await Promise.allSettled(numbers(10).map((n) => db.findFirst(sql`select 1 / ${n}::int as n`)));
    assert.deepEqual(
      looked.map(({ status }) => status),
      ['rejected', ...numbers(9).map(() => 'fulfilled')],
    );
  });

  it('are undone by what the server says in any language, and lost with its connection', () => {
    const said = (code: string): DatabaseError =>
      Object.assign(new DatabaseError('gesagt', 0, 'error'), { severity: 'FEHLER', code });
    for (const code of ['23505', '55P03', '57014', '40P01', 'NT002', '22012', 'XX000'])
      assert.ok(isUndone(said(code)), code);
    for (const code of ['57P01', '57P02', '08006', '58030']) assert.ok(!isUndone(said(code)), code);
    assert.ok(!isUndone(new Error('Connection terminated unexpectedly')));
  });

  it('refuse alone what cannot be written on the wire', async () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const outcomes = await Promise.allSettled([
      commit(insert(1)),
      commit(sql`select ${circle}::jsonb`),
      commit(insert(2)),
    ]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
  });

  it('take turns by who asks: a flood is before nobody', async () => {
    const order: string[] = [];
    const asked = (n: number, group: string): Promise<unknown> =>
      commit(insert(n), group).then(() => order.push(group));
    await Promise.all([...numbers(1_000).map((n) => asked(n, 'flood')), asked(2_000, 'quiet'), asked(2_001, 'other')]);
    assert.ok(order.indexOf('quiet') < 64, String(order.indexOf('quiet')));
    assert.ok(order.indexOf('other') < 64, String(order.indexOf('other')));
  });

  it('take turns where more ask than a batch has places', async () => {
    const rounds: number[] = [];
    const asked = (n: number, round: number): Promise<unknown> =>
      commit(insert(n), `group ${n % 100}`).then(() => rounds.push(round));
    await Promise.all(numbers(300).map((n) => asked(n, Math.floor(n / 100))));
    assert.equal(rounds.length, 300);
    assert.ok(rounds.lastIndexOf(0) < rounds.indexOf(2), `${rounds.lastIndexOf(0)}, ${rounds.indexOf(2)}`);
  });

  it('are told that the database is out of reach when their backend ends, and the next ones go on', async () => {
    const isUnavailable = (error: unknown): boolean => error instanceof ProblemError && error.slug === 'unavailable';
    const slow = Promise.allSettled([commit(sql`select pg_sleep(30)`), commit(insert(1))]);
    await eventually('it is at work', async () => {
      const { rowCount } = await other.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query like 'select pg_sleep%' and state = 'active'`);
      return rowCount === 1;
    });
    const [lost, beside] = await slow;
    const isAlone = batching.maxCalls === 1;
    for (const outcome of isAlone ? [lost] : [lost, beside])
      assert.ok(outcome.status === 'rejected' && isUnavailable(outcome.reason));
    assert.equal((await commit(insert(2)))?.n, 2);
    assert.deepEqual(await all(), isAlone ? [1, 2] : [2]);
  });

  it('that wait too long are refused, and those behind them go on', async () => {
    const slow = commit(sql`select pg_sleep(4)`);
    await eventually('it is on its way', async () => db.usage().waiting === 0);
    const outcomes = await Promise.allSettled(numbers(3).map((n) => commit(insert(n))));
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected', 'rejected'],
    );
    await slow;
    assert.equal((await commit(insert(9)))?.n, 9);
    assert.deepEqual(await all(), [9], 'what was refused is never written');
  });
});
