import { Client } from 'pg';
import type { Logger } from '../logger.ts';
import { pause } from './periodic-tasks.ts';

/**
 * Tells the living workers from the dead: each one holds a session-level advisory lock for as long as its process lives, so that
 * jobs of a killed one return to the queue within seconds. The queue by itself would keep them locked for 4 hours.
 */
export interface WorkerPresence {
  /** Resolves once other processes can see that the worker lives, or when closed. */
  announce(workerId: string): Promise<void>;
  /** The worker has ended: its jobs, if any are left, go back to the queue. */
  withdraw(workerId: string): void;
  /** Gives the jobs that the workers still hold back to the queue, as far as the database is in reach. */
  close(): Promise<void>;
}

export interface WorkerPresenceOptions {
  readonly databaseUrl: string;
  readonly log: Logger;
  /** Between two looks for dead workers. A worker counts as dead when two looks in a row missed it. */
  readonly lookEveryMs: number;
}

const RECONNECT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 15_000;

const isHeld = (workerId: string) => `exists (select from pg_locks
  where locktype = 'advisory' and objsubid = 1 and granted
    and database = (select oid from pg_database where datname = current_database())
    and (classid::bigint << 32) | objid::bigint = hashtextextended(${workerId}, 0))`;

const ANNOUNCE = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as held';
const WITHDRAW = 'select pg_advisory_unlock(hashtextextended($1, 0))';
const MISSED = `select worker from (select distinct locked_by as worker from graphile_worker.jobs where locked_by is not null) w
  where not ${isHeld('worker')}`;
const UNLOCK_MISSED = `select graphile_worker.force_unlock_workers(
  array(select worker from unnest($1::text[]) as worker where not ${isHeld('worker')}))`;
const UNLOCK = 'select graphile_worker.force_unlock_workers($1::text[])';

interface Worker {
  held: boolean;
  readonly announced: PromiseWithResolvers<void>;
}

export function watchWorkers({ databaseUrl, log, lookEveryMs }: WorkerPresenceOptions): WorkerPresence {
  const workers = new Map<string, Worker>();
  const gone = new Set<string>();
  const closing = new AbortController();
  let suspects: readonly string[] = [];
  let wake = new AbortController();

  async function look(client: Client): Promise<void> {
    for (const [id, worker] of workers) {
      if (worker.held) continue;
      const { rows } = await client.query<{ held: boolean }>(ANNOUNCE, [id]);
      // False only while the server has not noticed the end of our connection before: that one still shows the worker.
      worker.held = rows[0]?.held === true;
      worker.announced.resolve();
    }
    for (const id of gone) {
      await client.query(WITHDRAW, [id]);
      gone.delete(id);
    }
    const { rows } = await client.query<{ worker: string }>(MISSED);
    const missed = rows.map((row) => row.worker);
    const dead = missed.filter((id) => suspects.includes(id));
    suspects = missed;
    if (dead.length === 0) return;
    await client.query(UNLOCK_MISSED, [dead]);
    log.warn({ workers: dead.length }, 'jobs of ended workers returned to the queue');
  }

  /** One connection from its start to its loss or our end. */
  async function session(): Promise<void> {
    const client = new Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS,
      keepAlive: true,
      application_name: 'nt24-presence',
    });
    const lost = new AbortController();
    client.on('error', () => lost.abort());
    client.on('end', () => lost.abort());
    for (const worker of workers.values()) worker.held = false;
    try {
      await client.connect();
      while (!closing.signal.aborted && !lost.signal.aborted) {
        await look(client);
        await pause(lookEveryMs, AbortSignal.any([closing.signal, lost.signal, wake.signal]));
        wake = wake.signal.aborted ? new AbortController() : wake;
      }
      if (!lost.signal.aborted) await client.query(UNLOCK, [[...workers.keys()]]);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async function keepConnected(): Promise<void> {
    while (!closing.signal.aborted) {
      await session().catch((error: unknown) => log.warn({ err: error }, 'worker presence connection lost'));
      await pause(RECONNECT_MS, closing.signal);
    }
  }

  const running = keepConnected();
  return {
    announce(workerId) {
      const worker = { held: false, announced: Promise.withResolvers<void>() };
      workers.set(workerId, worker);
      wake.abort();
      return closing.signal.aborted ? Promise.resolve() : worker.announced.promise;
    },
    withdraw(workerId) {
      workers.get(workerId)?.announced.resolve();
      if (workers.delete(workerId)) gone.add(workerId);
    },
    async close() {
      closing.abort();
      for (const worker of workers.values()) worker.announced.resolve();
      await running;
    },
  };
}
