import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../logger.ts';

/** Work by the clock. It may run in several processes at once and must be safe there; in one process it never overlaps itself. */
export interface PeriodicTask {
  readonly name: string;
  /** From the end of one run to the start of the next, in milliseconds. */
  readonly everyMs: number;
  /** Should end soon after the signal. */
  run(signal: AbortSignal): Promise<void>;
}

export interface PeriodicTasks {
  /** Each is run once more, without waiting for its period, and behind the run that is on its way. Resolves when all have been, or are stopped. */
  runAll(): Promise<void>;
  stop(): Promise<void>;
}

/** Runs each task now and then by its period until stopped; a failure is logged and the next run goes on as planned. */
export function startPeriodicTasks(tasks: readonly PeriodicTask[], log: Logger): PeriodicTasks {
  const stopping = new AbortController();
  const loops = tasks.map((task) => startLoop(task, stopping.signal, log));
  return {
    async runAll() {
      await Promise.all(loops.map(({ runOnceMore }) => runOnceMore()));
    },
    async stop() {
      stopping.abort();
      await Promise.all(loops.map(({ ended }) => ended));
    },
  };
}

interface Loop {
  readonly ended: Promise<void>;
  runOnceMore(): Promise<void>;
}

function startLoop(task: PeriodicTask, signal: AbortSignal, log: Logger): Loop {
  let wake = new AbortController();
  let asked: (() => void)[] = [];

  async function runOnce(): Promise<void> {
    const served = asked;
    asked = [];
    wake = new AbortController();
    try {
      await task.run(signal);
    } catch (error) {
      log.warn({ err: error, task: task.name }, 'periodic task failed');
    }
    for (const tell of served) tell();
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      await runOnce();
      if (asked.length === 0) await pause(task.everyMs, AbortSignal.any([signal, wake.signal]));
    }
    for (const tell of asked) tell();
  }

  const ended = loop();
  return {
    ended,
    runOnceMore() {
      if (signal.aborted) return Promise.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      asked.push(resolve);
      wake.abort();
      return promise;
    },
  };
}

/** Ends early, without an error, when the signal comes. */
export async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  await sleep(durationMs, undefined, { signal }).catch(() => undefined);
}
