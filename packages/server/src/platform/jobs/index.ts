export { startJobRunner } from './job-runner.ts';
export type { TaskAttempt, TaskHandler } from './task-handler.ts';
export type { PeriodicTask } from './periodic-tasks.ts';
export { inBatches } from './in-batches.ts';
export { purgeGivenUpJobs } from './purge-given-up-jobs.ts';
export { waitingJobs } from './waiting-jobs.ts';
