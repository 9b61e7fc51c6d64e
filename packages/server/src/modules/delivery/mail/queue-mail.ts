import type { MailAbout, MailDeclaration } from '../../../core/mail/index.ts';
import type { AuditEntry } from '../../../core/audit/index.ts';
import type { Along, Companion } from '../../../core/write/index.ts';
import { newId } from '../../../platform/ids.ts';
import { sendMailJob } from './mail-job.ts';
import type { Recipient } from './recipients.ts';
import { insertMail } from './repository.ts';

export interface MailRequest {
  /** One that a module declares. */
  readonly mail: MailDeclaration;
  /** Default a fresh one; given where facts were sealed for it, or what it is about names it. */
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
    audit: [queued(mail, about)],
  };
}

/** The same, to an address of somebody's choice, by an effect that has {@link mailTo} behind it. */
export function queueMailTo(
  { address, ofOrganization }: Recipient,
  { id = newId(), mail, subjectId, subjectVersion, about }: Omit<MailRequest, 'sealedFacts'>,
): Along {
  const { kind, subjectKind } = mail;
  const { task, payload, maxAttempts } = sendMailJob(id);
  const job = [task, JSON.stringify(payload), maxAttempts];
  return {
    values: [id, ...job, kind, subjectKind, subjectId, subjectVersion, JSON.stringify(about), address, ofOrganization],
    audit: [queued(mail, about)],
    locks: [address.toString('base64')],
  };
}

function queued({ kind }: MailDeclaration, about: MailAbout): AuditEntry {
  return { ...about, action: 'mail.queue', details: { mail: kind, ...about.details } };
}
