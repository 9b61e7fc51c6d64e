import type { AppDeps } from './app-deps.ts';
import type { Config } from './config/config.ts';
import { modules } from './modules.ts';
import { startWebhookWorker } from './modules/delivery/webhooks/index.ts';
import { startJobRunner } from './platform/jobs/index.ts';

export interface WorkerTimes {
  readonly pollIntervalMs: number;
  readonly lookForDeadWorkersMs: number;
}

const CONCURRENCY = 4;
const TIMES: WorkerTimes = { pollIntervalMs: 1_000, lookForDeadWorkersMs: 5_000 };

/** Runs the modules' jobs until stopped. Several workers share the work, in one process or in many. */
export function startWorker(
  { config, deps }: { readonly config: Config; readonly deps: AppDeps },
  times = TIMES,
): { stop(graceMs: number): Promise<void> } {
  const { databaseUrl, log } = deps;
  const runner = startJobRunner({
    databaseUrl,
    log,
    tasks: Object.assign({}, ...modules.map((module) => module.tasks?.(deps))),
    periodic: modules.flatMap((module) => module.periodic?.(deps) ?? []),
    concurrency: CONCURRENCY,
    ...times,
  });
  const webhooks = startWebhookWorker({ ...deps, ...config.webhooks, pollIntervalMs: times.pollIntervalMs });
  return {
    async stop(graceMs) {
      await Promise.all([runner.stop(graceMs), webhooks.stop(graceMs)]);
      deps.transport.close();
    },
  };
}
