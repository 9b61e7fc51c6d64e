import type { JobRequest } from '../../../core/write/index.ts';

export const FETCH_REPORT = 'verification.fetchReport';

/** At once, or after a pause. What the provider does not give is no failure of the job: it comes back by another one. */
export function reportJob(sessionId: string, delayMs?: number): JobRequest {
  return { task: FETCH_REPORT, payload: { sessionId }, ...(delayMs !== undefined && { delayMs }) };
}
