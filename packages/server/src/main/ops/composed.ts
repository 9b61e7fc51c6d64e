import { compose } from '../../compose.ts';
import type { AppDeps } from '../../app-deps.ts';
import type { Config } from '../../config/config.ts';
import { type Clock, systemClock } from '../../platform/clock.ts';
import { loadDemo } from '../load-demo.ts';
import type { OpsContext } from './verb.ts';

/** For a command that acts by the modules' own use-cases: what they need of a process, for the moment. */
export async function withDeps<Result>(
  { config, db, databaseUrl, log, print }: OpsContext,
  use: (deps: AppDeps) => Promise<Result>,
): Promise<Result> {
  const clock = await clockOf(config, databaseUrl);
  const composition = compose({ config, db, databaseUrl, print, log, clock });
  await composition.start();
  try {
    return await use(composition.deps);
  } finally {
    composition.stop();
  }
}

async function clockOf({ embedded }: Config, databaseUrl: string): Promise<Clock> {
  return embedded ? (await loadDemo()).sandbox.clockNow(databaseUrl) : systemClock;
}
