import { modules } from '../../server/src/modules.ts';
import { type Clock, instantOf } from '../../server/src/platform/clock.ts';
import type { PeriodicTask } from '../../server/src/platform/jobs/index.ts';
import type { TestService } from './service.ts';

/** What the modules do by the clock, by name, for a process whose own clock is ahead of the true time. */
export function clockWorkOf({ deps }: Pick<TestService, 'deps'>, aheadMs = 0): Map<string, PeriodicTask> {
  const clock: Clock = { now: () => instantOf(deps.clock.now().getTime() + aheadMs) };
  const tasks = modules.flatMap((module) => module.periodic?.({ ...deps, clock, wallClock: clock }) ?? []);
  return new Map(tasks.map((task) => [task.name, task]));
}

/** All of it once, or what is named, one after the other. */
export async function doClockWork(tasks: ReadonlyMap<string, PeriodicTask>, names = [...tasks.keys()]): Promise<void> {
  const { signal } = new AbortController();
  for (const name of names) {
    const task = tasks.get(name);
    if (!task) throw new Error(`nothing is done by the clock under the name ${name}`);
    await task.run(signal);
  }
}
