/** Which try of the job this is, from 1. */
export interface TaskAttempt {
  readonly attempt: number;
  readonly maxAttempts: number;
}

/**
 * Does the job. A rejection brings it back later with growing pauses, until its attempts are used up. A job may be run again after
 * a crash, so a handler must bear that. Messages of its errors are kept in the queue: no secrets, no personal data.
 */
export type TaskHandler = (payload: unknown, attempt: TaskAttempt) => Promise<void>;
