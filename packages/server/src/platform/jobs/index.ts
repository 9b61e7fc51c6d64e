export { startJobRunner } from './job-runner.ts';
export type { TaskAttempt, TaskHandler } from './task-handler.ts';
export { pause, type PeriodicTask } from './periodic-tasks.ts';
export { inBatches } from './in-batches.ts';
export { purgeGivenUpJobs } from './purge-given-up-jobs.ts';
export { nextJob, waitingJobs } from './waiting-jobs.ts';
