export { startJobRunner, type TaskAttempt, type TaskHandler } from './job-runner.ts';
export type { PeriodicTask } from './periodic-tasks.ts';
export { inBatches } from './in-batches.ts';
export { waitingJobs } from './waiting-jobs.ts';
