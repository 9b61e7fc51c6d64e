import { compose } from '../../compose.ts';
import type { AppDeps } from '../../app-deps.ts';
import type { OpsContext } from './verb.ts';

/** For a command that acts by the modules' own use-cases: what they need of a process, for the moment. */
export async function withDeps<Result>(
  { config, db, databaseUrl, log, print }: OpsContext,
  use: (deps: AppDeps) => Promise<Result>,
): Promise<Result> {
  const composition = compose({ config, db, databaseUrl, print, log });
  await composition.start();
  try {
    return await use(composition.deps);
  } finally {
    composition.stop();
  }
}
