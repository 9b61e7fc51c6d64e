import sql, { type Sql } from 'sql-template-tag';
import type { JobRequest } from '../../../core/write/index.ts';

export const SEND_MAIL = 'mail.send';

/** Pauses grow as e^n seconds up to e^10 (6 h): the thirteenth attempt falls about a day after the first. */
const MAX_ATTEMPTS = 13;

export function sendMailJob(mailId: string): JobRequest {
  return { task: SEND_MAIL, payload: { mailId }, maxAttempts: MAX_ATTEMPTS };
}

/** The jobs of all the mails that `insertMails` gave out: an aggregate over their ids. */
export const addMailJobs: Sql = sql`count(graphile_worker.add_job(${SEND_MAIL}, json_build_object('mailId', id),
  max_attempts => ${MAX_ATTEMPTS}::int))`;
