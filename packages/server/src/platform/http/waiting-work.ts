import { Gauge, type Registry } from 'prom-client';
import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../db/database.ts';

/** Work of the workers, one kind, as the operator sees it: how much of it is due, and since when. */
export interface WaitingWork {
  readonly work: string;
  /** A query of one column, the instant since when a piece of work is due. */
  readonly due: Sql;
  /** A query whose rows are pieces that a worker is at. Absent: each is done in one statement. */
  readonly underWay?: Sql;
}

/** More are not counted. */
const MOST = 10_000;

/**
 * Tells what waits for the workers, read from the database when the metrics are asked for, so that it is told as well when no worker
 * lives. Nothing is told while the database is out of reach.
 */
export function registerWaitingWork(registry: Registry, db: Database, kinds: readonly WaitingWork[]): void {
  const labelNames = ['work'];
  const count = new Gauge({
    name: 'nt24_waiting_work',
    help: `Work that is due and that no worker has taken up; at most ${MOST} is counted.`,
    labelNames,
    registers: [registry],
    collect: () => read(),
  });
  const age = new Gauge({
    name: 'nt24_waiting_work_oldest_seconds',
    help: 'Since when the oldest of it has been due; 0 when there is none.',
    labelNames,
    registers: [registry],
    collect: () => read(),
  });
  let reading: Promise<void> | undefined;

  /** Once for both. */
  function read(): Promise<void> {
    reading ??= readAll().finally(() => (reading = undefined));
    return reading;
  }

  async function readAll(): Promise<void> {
    count.reset();
    age.reset();
    await Promise.all(kinds.map(readKind)).catch(() => undefined);
  }

  async function readKind({ work, due }: WaitingWork): Promise<void> {
    const found = await db.readFirst<{ count: number; age: number }>(sql`select count(*)::int as count,
        coalesce(extract(epoch from now() - min(since)), 0)::float8 as age
      from (select since from (${due}) as w (since) limit ${MOST}::int) as w`);
    count.set({ work }, found?.count ?? 0);
    age.set({ work }, found?.age ?? 0);
  }
}
