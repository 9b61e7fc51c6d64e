import type { Runner, TaskList } from 'graphile-worker';
import { Pool } from 'pg';
import type { Logger } from '../logger.ts';
import { pause, type PeriodicTask, startPeriodicTasks } from './periodic-tasks.ts';
import { queueLog } from './queue-logger.ts';
import { watchWorkers, type WorkerPresence } from './worker-presence.ts';

/** Which try of the job this is, from 1. */
export interface TaskAttempt {
  readonly attempt: number;
  readonly maxAttempts: number;
}

/**
 * Does the job. A rejection brings it back later with growing pauses, until its attempts are used up. A job may be run again after
 * a crash, so a handler must bear that. Messages of its errors are kept in the queue: no secrets, no personal data.
 */
export type TaskHandler = (payload: unknown, attempt: TaskAttempt) => Promise<void>;

export interface JobRunnerOptions {
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
  /** Takes no more jobs, waits up to `graceMs` for those at work, and returns the rest to the queue. */
  stop(graceMs: number): Promise<void>;
}

const RESTART_PAUSE_MS = 1_000;
const STUCK_AFTER_ERRORS = 10;
const CONNECT_TIMEOUT_MS = 3_000;

/** Runs queued jobs and periodic work until stopped. It outlives any absence of the database. */
export function startJobRunner(options: JobRunnerOptions): JobRunner {
  const { databaseUrl, log } = options;
  const stopping = new AbortController();
  const pool = openQueuePool(options);
  const presence = watchWorkers({ databaseUrl, log, lookEveryMs: options.lookForDeadWorkersMs });
  const periodic = startPeriodicTasks(options.periodic, log);
  let runner: Runner | undefined;

  async function keepRunning(): Promise<void> {
    while (!stopping.signal.aborted) {
      const announced = new Map<string, Promise<void>>();
      try {
        runner = await startQueue(options, pool, (workerId) => announceOnce(presence, announced, workerId));
        if (stopping.signal.aborted) runner.stop().catch(() => undefined);
        stopWhenStuck(runner);
        await runner.promise;
      } catch (error) {
        log.warn({ err: error }, 'job queue interrupted');
      }
      runner = undefined;
      for (const workerId of announced.keys()) presence.withdraw(workerId);
      await pause(RESTART_PAUSE_MS, stopping.signal);
    }
  }

  const running = keepRunning();
  return {
    async stop(graceMs) {
      stopping.abort();
      // Rejects when it is stopping already; `running` tells the end in any case.
      runner?.stop().catch(() => undefined);
      const graceOver = new AbortController();
      const done = Promise.all([running, periodic.stop()]).then(() => graceOver.abort());
      await pause(graceMs, graceOver.signal);
      await presence.close();
      const closed = done.then(() => pool.end());
      // A job that outlasts the grace keeps its connection until it or the process ends.
      if (graceOver.signal.aborted) await closed;
    },
  };
}

/**
 * The queue keeps the answer to its first question, which tasks there are, even when that answer was an error: without a fresh start
 * a database that went away in that instant would keep it from work for ever.
 */
function stopWhenStuck(runner: Runner): void {
  let errors = 0;
  const reset = (): void => void (errors = 0);
  runner.events.on('worker:getJob:empty', reset);
  runner.events.on('job:start', reset);
  runner.events.on('worker:getJob:error', () => {
    errors += 1;
    if (errors === STUCK_AFTER_ERRORS) runner.stop().catch(() => undefined);
  });
}

/** Several workers of one pool share its id. */
function announceOnce(
  presence: WorkerPresence,
  announced: Map<string, Promise<void>>,
  workerId: string,
): Promise<void> {
  const promise = announced.get(workerId) ?? presence.announce(workerId);
  announced.set(workerId, promise);
  return promise;
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

async function startQueue(
  options: JobRunnerOptions,
  pool: Pool,
  announce: (workerId: string) => Promise<void>,
): Promise<Runner> {
  // An API, which only puts jobs in, does without it and starts sooner.
  const { Logger: QueueLogger, run } = await import('graphile-worker');
  // The queue awaits this hook before it takes the first job.
  const plugin: GraphileConfig.Plugin = {
    name: 'WorkerPresence',
    version: '1.0.0',
    worker: { hooks: { startWorker: (_context, { worker }) => announce(worker.workerPool.id) } },
  };
  return run({
    pgPool: pool,
    taskList: taskList(options.tasks),
    parsedCronItems: [],
    concurrency: options.concurrency,
    pollInterval: options.pollIntervalMs,
    noHandleSignals: true,
    logger: new QueueLogger(queueLog(options.log)),
    // Without batches, which here hold what there is at once, the queue does not wait for its own last words about a job, and a
    // database away in that instant ends the process by an unhandled rejection.
    preset: { plugins: [plugin], worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  });
}

function taskList(tasks: JobRunnerOptions['tasks']): TaskList {
  return Object.fromEntries(
    Object.entries(tasks).map(([name, handle]) => [
      name,
      (payload: unknown, { job }: { job: { attempts: number; max_attempts: number } }) =>
        handle(payload, { attempt: job.attempts, maxAttempts: job.max_attempts }),
    ]),
  );
}
