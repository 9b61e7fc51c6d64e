import { buildJobs } from '../jobs.ts';
import { startJobRunner } from '../platform/jobs/index.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { ProcessResources } from './open-resources.ts';

const CONCURRENCY = 4;
const POLL_INTERVAL_MS = 1_000;
const LOOK_FOR_DEAD_WORKERS_MS = 5_000;

/** Runs jobs until stopped; jobs that outlive the grace go back to the queue. */
export async function startWorker(resources: ProcessResources, lifecycle: Lifecycle): Promise<void> {
  const { config, databaseUrl, log } = resources;
  const runner = startJobRunner({
    ...buildJobs(),
    databaseUrl,
    log,
    concurrency: CONCURRENCY,
    pollIntervalMs: POLL_INTERVAL_MS,
    lookForDeadWorkersMs: LOOK_FOR_DEAD_WORKERS_MS,
  });
  await lifecycle.onStop(() => runner.stop(config.shutdownGraceMs));
}
