import sql, { type Sql } from 'sql-template-tag';
import type { MailAbout, MailDeclaration } from '../../../core/mail/index.ts';
import type { Companion } from '../../../core/write/index.ts';
import { newId } from '../../../platform/ids.ts';
import { sendMailJob } from './mail-job.ts';
import { countMail, type Recipient, TURN } from './recipients.ts';
import { insertMail } from './repository.ts';

export interface MailRequest {
  /** One that a module declares. */
  readonly mail: MailDeclaration;
  /** Default a fresh one; given where facts were sealed for it. */
  readonly id?: string;
  readonly subjectId: string;
  /** For a mail that is not wanted any more once its subject has another. */
  readonly subjectVersion?: number;
  /** Words that nobody but the mail's reader may see; emptied when the mail has come to an end. */
  readonly sealedFacts?: Buffer;
  /** An expression: it goes no earlier. */
  readonly notBefore?: Sql;
  /** For all the mail's lines in the audit trail, beside its kind. */
  readonly about: MailAbout;
}

/** A mail that goes out when the write has been committed: its row, its job and its line in the audit trail, by `also` of the write. */
export function queueMail({ id = newId(), mail, about, ...request }: MailRequest): Companion {
  const { notBefore: runAt } = request;
  return {
    statement: insertMail(mail, { ...request, id, about }),
    jobs: [{ ...sendMailJob(id), ...(runAt && { runAt }) }],
    audit: [{ ...about, action: 'mail.queue', details: { mail: mail.kind, ...about.details } }],
  };
}

/** One that somebody had sent to an address of his choice: it counts there, and where many write to it, it waits its turn. */
export function queueMailTo(recipient: Recipient, request: MailRequest): readonly Companion[] {
  return [...countMail(recipient), queueMail({ ...request, notBefore: sql`(select at from ${TURN})` })];
}
