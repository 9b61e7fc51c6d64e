import { startWorker as startWorkerApp, type Worker } from '../worker-app.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { ProcessResources } from './open-resources.ts';

/** Runs jobs until stopped; jobs that outlive the grace go back to the queue. */
export async function startWorker(resources: ProcessResources, lifecycle: Lifecycle): Promise<Worker> {
  const worker = startWorkerApp({ ...resources, onStall: lifecycle.fail });
  await lifecycle.onStop(() => worker.stop(resources.config.shutdownGraceMs));
  return worker;
}
