import { commitWrite } from '../../../core/write/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { BoundMail } from '../../../core/mail/index.ts';
import { findMail, markRefused } from './repository.ts';

/** As the first command about a receiver is answered that a server does not know (RFC 3463). */
const REASON = 'SMTP 550 5.1.1';

/**
 * Ends a mail as a refusal for good ends it, also one that was sent before: by an answer that comes late. For the sandbox, where no
 * server answers. @returns false where there is no such mail, or it has ended otherwise
 */
export async function refuseMail(
  { db, mails }: { readonly db: Database; readonly mails: readonly BoundMail[] },
  mailId: string,
): Promise<boolean> {
  const row = await findMail(db, mailId, mails);
  if (!row) return false;
  const details = { mail: row.kind, ...row.about.details, attempt: 1, willRetry: false, reason: REASON };
  const outcome = await commitWrite(db, {
    actor: { kind: 'SYSTEM' },
    audit: [{ ...row.about, action: 'mail.fail', details }],
    effect: markRefused(mailId),
  });
  return outcome === 'committed';
}
