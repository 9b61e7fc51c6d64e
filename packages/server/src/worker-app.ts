import type { AppDeps } from './app-deps.ts';
import type { Config } from './config/config.ts';
import { modules } from './modules.ts';
import { startWebhookWorker } from './modules/delivery/webhooks/index.ts';
import { startJobRunner } from './platform/jobs/index.ts';

export interface WorkerTimes {
  readonly pollIntervalMs: number;
  readonly lookForDeadWorkersMs: number;
  /** So long may jobs be due without one being started. */
  readonly stalledAfterMs: number;
  /** So soon does a webhook's receiver answer who may be sent more at once. */
  readonly quickMs: number;
}

export interface WorkerParts {
  readonly config: Config;
  readonly deps: AppDeps;
  /** Jobs are due and this worker takes none of them: the process should end, and be started anew. */
  readonly onStall: (error: Error) => void;
}

const CONCURRENCY = 4;
const TIMES: WorkerTimes = {
  pollIntervalMs: 1_000,
  lookForDeadWorkersMs: 5_000,
  stalledAfterMs: 60_000,
  quickMs: 1_000,
};

export interface Worker {
  /** What is done by the clock is done now, once. Resolves when it has been. */
  runPeriodic(): Promise<void>;
  stop(graceMs: number): Promise<void>;
}

/** Runs the modules' jobs until stopped. Several workers share the work, in one process or in many. */
export function startWorker({ config, deps, onStall }: WorkerParts, times = TIMES): Worker {
  const { db, databaseUrl, log } = deps;
  const runner = startJobRunner({
    db,
    databaseUrl,
    log,
    onStall,
    tasks: Object.assign({}, ...modules.map((module) => module.tasks?.(deps))),
    periodic: modules.flatMap((module) => module.periodic?.(deps) ?? []),
    concurrency: CONCURRENCY,
    ...times,
  });
  const { pollIntervalMs, quickMs } = times;
  const webhooks = startWebhookWorker({ ...deps, ...config.webhooks, pollIntervalMs, quickMs });
  return {
    runPeriodic: runner.runPeriodic,
    async stop(graceMs) {
      await Promise.all([runner.stop(graceMs), webhooks.stop(graceMs)]);
      deps.transport.close();
    },
  };
}
