import type { Database } from '../../../platform/db/database.ts';
import { queueMail } from '../../delivery/mail/index.ts';
import type { LinkRow } from './link.ts';
import { newLinkRequestMail } from './mails/new-link-request-mail.ts';
import { commitWrite } from '../../../core/write/index.ts';
import { aboutLink, markAsked } from '../invitations/index.ts';
import type { AuditActor } from '../../../core/audit/index.ts';

/**
 * A visitor of an expired link asks for a new one (contract 3.6): a line of activity, and a mail to the organization's contact
 * where it has one. Counts once in 24 hours; changes neither status nor link. False: it does not count, nothing was written.
 */
export async function askNewLink(db: Database, link: LinkRow, actor: AuditActor): Promise<boolean> {
  const about = aboutLink(link);
  const subject = { subjectId: link.id, subjectVersion: link.link_version };
  const outcome = await commitWrite(db, {
    effect: markAsked(link),
    actor,
    audit: [{ ...about, action: 'invitation.ask' }],
    also: link.has_contact ? [queueMail({ mail: newLinkRequestMail, ...subject, about })] : [],
  });
  return outcome === 'committed';
}
