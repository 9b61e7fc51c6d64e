import type { MailAbout, MailDeclaration } from '../../../core/mail/index.ts';
import type { Companion } from '../../../core/write/index.ts';
import { newId } from '../../../platform/ids.ts';
import { sendMailJob } from './mail-job.ts';
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
  /** For all the mail's lines in the audit trail, beside its kind. */
  readonly about: MailAbout;
}

/** A mail that goes out when the write has been committed: its row, its job and its line in the audit trail, by `also` of the write. */
export function queueMail({ id = newId(), mail, about, ...request }: MailRequest): Companion {
  return {
    statement: insertMail(mail, { ...request, id, about }),
    jobs: [sendMailJob(id)],
    audit: [{ ...about, action: 'mail.queue', details: { mail: mail.kind, ...about.details } }],
  };
}
