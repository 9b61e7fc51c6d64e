import sql from 'sql-template-tag';
import type { WaitingWork } from '../http/waiting-work.ts';

export const waitingJobs: WaitingWork = {
  work: 'jobs',
  due: sql`select run_at from graphile_worker.jobs where run_at <= now() and locked_at is null and attempts < max_attempts`,
  underWay: sql`select from graphile_worker.jobs where locked_at is not null`,
};

export const nextJob = sql`select min(run_at) from graphile_worker.jobs where run_at > now() and attempts < max_attempts`;
