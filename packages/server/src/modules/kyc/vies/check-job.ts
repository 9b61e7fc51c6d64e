import type { JobRequest } from '../../../core/write/index.ts';

export const CHECK_VAT_NUMBER = 'vies.check';

/** At once, or after a pause. What VIES does not answer is no failure of the job: it comes back by another one. */
export function checkJob(checkId: string, delayMs?: number): JobRequest {
  return { task: CHECK_VAT_NUMBER, payload: { checkId }, ...(delayMs !== undefined && { delayMs }) };
}
