import type { LogFunctionFactory } from 'graphile-worker';
import type { Logger } from '../logger.ts';

/** The queue's own log lines as ours: failures by task and attempt, never a payload; its chatter only at level trace. */
export function queueLog(log: Logger): LogFunctionFactory {
  return (scope) => (level, message, meta) => {
    if (meta?.['failure'] === true) {
      const { job, error } = meta as {
        job?: { id?: unknown; task_identifier?: unknown; attempts?: unknown };
        error?: unknown;
      };
      log.warn({ err: error, jobId: job?.id, task: job?.task_identifier, attempt: job?.attempts }, 'job failed');
    } else if (level === 'error' || level === 'warning') {
      log.warn({ part: scope.label }, message);
    } else {
      log.trace({ part: scope.label }, message);
    }
  };
}
