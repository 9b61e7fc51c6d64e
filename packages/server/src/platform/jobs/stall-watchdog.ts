import sql from 'sql-template-tag';
import type { Database } from '../db/database.ts';
import type { Logger } from '../logger.ts';
import { startPeriodicTasks } from './periodic-tasks.ts';

export interface StallOptions {
  readonly db: Database;
  readonly log: Logger;
  /** By name: what this process knows how to do. */
  readonly tasks: Readonly<Record<string, unknown>>;
  /** Jobs at once. */
  readonly hands: number;
  /** So long may jobs be due without one being started. */
  readonly stalledAfterMs: number;
  /** Told once. Whoever runs the process should end it, so that it is started anew. */
  readonly onStall: (error: WorkerStalled) => void;
}

/** Jobs are due, and this process takes none of them. */
export class WorkerStalled extends Error {}

/** The last net below the queue: sees that due jobs are not taken up, whatever the cause. */
export interface StallWatchdog {
  /** Does a job. */
  during(job: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** Looks are counted, not time: a process that was suspended, or that had no processor, has not stalled. */
const LOOKS = 12;
/** While all hands are at work, as at a mail server that takes a minute for each answer, none is free to start a job. */
const LOOKS_WITH_ALL_AT_WORK = 10 * LOOKS;

export function watchForStall({ db, log, tasks, hands, stalledAfterMs, onStall }: StallOptions): StallWatchdog {
  let atWork = 0;
  let looks = 0;
  let isTold = false;
  const names = Object.keys(tasks);

  async function look(): Promise<void> {
    // Without an answer nobody knows what is due, and the queue can take none either.
    const due = await isAnyDue(db, names).catch(() => false);
    looks = due ? looks + 1 : 0;
    if (isTold || looks < (atWork < hands ? LOOKS : LOOKS_WITH_ALL_AT_WORK)) return;
    isTold = true;
    const error = new WorkerStalled('jobs are due and none was started: the worker stands still');
    log.fatal({ atWork, looks }, error.message);
    onStall(error);
  }

  const watching = startPeriodicTasks([{ name: 'stall-watchdog', everyMs: stalledAfterMs / LOOKS, run: look }], log);
  return {
    async during(job) {
      looks = 0;
      atWork += 1;
      try {
        await job();
      } finally {
        atWork -= 1;
      }
    },
    stop: watching.stop,
  };
}

/** Jobs of a queue with a name would wait for each other; we have none. */
async function isAnyDue(db: Database, tasks: readonly string[]): Promise<boolean> {
  const row = await db.readFirst(sql`select from graphile_worker.jobs where run_at <= now() and locked_at is null
    and attempts < max_attempts and task_identifier = any(${tasks}::text[]) limit 1`);
  return row !== undefined;
}
