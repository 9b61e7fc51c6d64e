import { EventEmitter, once } from 'node:events';
import type { Runner, RunnerOptions, TaskList, WorkerEvents } from 'graphile-worker';
import type { Logger } from '../logger.ts';
import { pause } from './periodic-tasks.ts';
import { queueLog } from './queue-logger.ts';
import type { StallWatchdog } from './stall-watchdog.ts';
import type { TaskHandler } from './task-handler.ts';
import type { WorkerPresence } from './worker-presence.ts';

/** The queue from a start to its end: by a stop, or by itself when it could not write down what became of a job. */
export interface QueueLife {
  /** Resolves when it takes no more jobs. */
  readonly isOver: Promise<void>;
  /** Resolves when its jobs have ended as well, and others may have what it did not write down. */
  readonly ended: Promise<void>;
  stop(): void;
}

export interface QueueLifeOptions {
  readonly log: Logger;
  readonly tasks: Readonly<Record<string, TaskHandler>>;
  readonly concurrency: number;
  readonly pollIntervalMs: number;
  readonly pool: NonNullable<RunnerOptions['pgPool']>;
  readonly presence: WorkerPresence;
  readonly watchdog: StallWatchdog;
}

/** Enough to write down the outcome of the last jobs, where the database is in reach. */
const LAST_WORDS_MS = 2_000;
const SHUTDOWN_BEGINS = ['pool:gracefulShutdown', 'pool:forcefulShutdown'] as const;
const WORKERS_STOPPED = [
  'pool:gracefulShutdown:complete',
  'pool:forcefulShutdown:complete',
  'pool:forcefulShutdown:error',
] as const;

/**
 * The end is told by the queue's events. Its own promise cannot be trusted with that: when two of its last words fail at once, as they do
 * when the database is killed, it stops its workers and waits for ever for a count of words that went past zero
 * (docs/decisions/0021-queue-lives.md).
 */
export function startQueueLife(options: QueueLifeOptions): QueueLife {
  const { log, presence } = options;
  const events: WorkerEvents = new EventEmitter();
  const announced = new Map<string, Promise<void>>();
  const over = new AbortController();
  const isOver = once(over.signal, 'abort').then(() => undefined);
  for (const event of SHUTDOWN_BEGINS) events.once(event, () => over.abort());
  const stopped = new Promise<void>((resolve) => {
    for (const event of WORKERS_STOPPED) events.once(event, () => resolve());
  });
  // A question for a job whose answer got lost may have been heard: the job is then locked for this life, which does not know of it, and
  // only its end frees it. The queue also keeps the answer to its first question, which tasks there are, even when that was an error.
  events.once('worker:getJob:error', () => stop());

  let isStopping = false;
  let runner: Runner | undefined;
  function stop(): void {
    isStopping = true;
    // Rejects when it is stopping already.
    runner?.stop().catch(() => undefined);
  }

  async function run(): Promise<void> {
    try {
      runner = await startQueue(options, events, (workerId) => announceOnce(presence, announced, workerId));
      if (isStopping) stop();
      await runner.promise;
    } catch (error) {
      log.warn({ err: error }, 'job queue interrupted');
    }
    over.abort();
  }

  async function end(): Promise<void> {
    await Promise.race([run(), stopped.then(() => pause(LAST_WORDS_MS, new AbortController().signal))]);
    for (const workerId of announced.keys()) presence.withdraw(workerId);
  }

  return { isOver, ended: end(), stop };
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

async function startQueue(
  options: QueueLifeOptions,
  events: WorkerEvents,
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
    pgPool: options.pool,
    events,
    taskList: taskList(options),
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

function taskList({ tasks, watchdog }: QueueLifeOptions): TaskList {
  return Object.fromEntries(
    Object.entries(tasks).map(([name, handle]) => [
      name,
      (payload: unknown, { job }: { job: { attempts: number; max_attempts: number } }) =>
        watchdog.during(() => handle(payload, { attempt: job.attempts, maxAttempts: job.max_attempts })),
    ]),
  );
}
