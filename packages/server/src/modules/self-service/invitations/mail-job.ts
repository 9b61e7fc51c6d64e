import type { JobRequest } from '../../../core/write/index.ts';

/** Pauses grow as e^n seconds up to e^10 (6 h): the thirteenth attempt falls about a day after the first. */
const MAX_ATTEMPTS = 13;

export function sendMailJob(mailId: string): JobRequest {
  return { task: 'mail.send', payload: { mailId }, maxAttempts: MAX_ATTEMPTS };
}
