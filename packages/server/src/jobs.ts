import type { JobRunnerOptions } from './platform/jobs/index.ts';

/** What the worker does: tasks by name, and work by the clock. */
export function buildJobs(): Pick<JobRunnerOptions, 'tasks' | 'periodic'> {
  return { tasks: {}, periodic: [] };
}
