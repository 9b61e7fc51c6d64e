import { Pool } from 'pg';
import type { Logger } from '../logger.ts';
import { pause, type PeriodicTask, startPeriodicTasks } from './periodic-tasks.ts';
import { startQueueLife } from './queue-life.ts';
import { type StallOptions, watchForStall } from './stall-watchdog.ts';
import type { TaskHandler } from './task-handler.ts';
import { watchWorkers } from './worker-presence.ts';

export interface JobRunnerOptions extends Omit<StallOptions, 'hands'> {
  readonly databaseUrl: string;
  readonly log: Logger;
  readonly tasks: Readonly<Record<string, TaskHandler>>;
  readonly periodic: readonly PeriodicTask[];
  /** Jobs at once in this process. */
  readonly concurrency: number;
  /** How late a job that waited for its time may be; new ones are noticed at once. */
  readonly pollIntervalMs: number;
  /** A killed worker's jobs go on elsewhere after at most two of these and a poll. */
  readonly lookForDeadWorkersMs: number;
}

export interface JobRunner {
  /** What is done by the clock is done now, once. Resolves when it has been. */
  runPeriodic(): Promise<void>;
  /** Takes no more jobs, waits up to `graceMs` for those at work, and returns the rest to the queue. */
  stop(graceMs: number): Promise<void>;
}

const RESTART_PAUSE_MS = 1_000;
const CONNECT_TIMEOUT_MS = 3_000;

/** Runs queued jobs and periodic work until stopped. It outlives any absence of the database. */
export function startJobRunner(options: JobRunnerOptions): JobRunner {
  const { databaseUrl, log } = options;
  const stopping = new AbortController();
  const pool = openQueuePool(options);
  const presence = watchWorkers({ databaseUrl, log, lookEveryMs: options.lookForDeadWorkersMs });
  const periodic = startPeriodicTasks(options.periodic, log);
  const watchdog = watchForStall({ ...options, hands: options.concurrency });
  const ending = new Set<Promise<void>>();

  async function keepRunning(): Promise<void> {
    while (!stopping.signal.aborted) {
      const life = startQueueLife({ ...options, pool, presence, watchdog });
      const stopLife = (): void => life.stop();
      stopping.signal.addEventListener('abort', stopLife);
      await life.isOver;
      stopping.signal.removeEventListener('abort', stopLife);
      // Jobs at work go on; the next life takes new ones meanwhile.
      const ended = life.ended.then(() => void ending.delete(ended));
      ending.add(ended);
      await pause(RESTART_PAUSE_MS, stopping.signal);
    }
    await Promise.all(ending);
  }

  const running = keepRunning();
  return {
    runPeriodic: periodic.runAll,
    async stop(graceMs) {
      stopping.abort();
      const graceOver = new AbortController();
      const done = Promise.all([running, periodic.stop(), watchdog.stop()]).then(() => graceOver.abort());
      await pause(graceMs, graceOver.signal);
      await presence.close();
      const closed = done.then(() => pool.end());
      // A job that outlasts the grace keeps its connection until it or the process ends.
      if (graceOver.signal.aborted) await closed;
    },
  };
}

function openQueuePool({ databaseUrl, concurrency, log }: JobRunnerOptions): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    // One connection listens for new jobs.
    max: concurrency + 1,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'nt24-queue',
  });
  pool.on('connect', (client) => client.on('error', (error) => log.warn({ err: error }, 'queue connection lost')));
  pool.on('error', (error) => log.warn({ err: error }, 'idle queue connection lost'));
  return pool;
}
