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

/** Runs each task now and then by its period until stopped; a failure is logged and the next run goes on as planned. */
export function startPeriodicTasks(tasks: readonly PeriodicTask[], log: Logger): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const loops = tasks.map((task) => loop(task, stopping.signal, log));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

async function loop(task: PeriodicTask, signal: AbortSignal, log: Logger): Promise<void> {
  while (!signal.aborted) {
    try {
      await task.run(signal);
    } catch (error) {
      log.warn({ err: error, task: task.name }, 'periodic task failed');
    }
    await pause(task.everyMs, signal);
  }
}

/** Ends early, without an error, when the signal comes. */
export async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  await sleep(durationMs, undefined, { signal }).catch(() => undefined);
}
