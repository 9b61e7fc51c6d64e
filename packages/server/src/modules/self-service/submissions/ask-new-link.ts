import sql from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { newId } from '../../../platform/ids.ts';
import type { LinkRow } from './link-repository.ts';
import { commitWrite } from '../../../core/write/index.ts';
import { markAsked, sendMailJob } from '../invitations/index.ts';
import type { AuditActor } from '../../../core/audit/index.ts';

/**
 * A visitor of an expired link asks for a new one (contract 3.6): a line of activity, and a mail to the organization's contact
 * where it has one. Counts once in 24 hours; changes neither status nor link. False: it does not count, nothing was written.
 */
export async function askNewLink(db: Database, link: LinkRow, actor: AuditActor): Promise<boolean> {
  const mailId = newId();
  const about = { sellerId: link.seller_id, subjectId: link.id, invitationId: link.id };
  const isMailed = link.has_contact;
  const outcome = await commitWrite(db, {
    effect: (guard) => sql`${markAsked(link)(guard)},
    mail as (insert into mails (id, invitation_id, kind, link_version)
      select ${mailId}::uuid, effect.id, 'NEW_LINK_REQUEST', effect.link_version from effect where ${isMailed}::boolean)`,
    actor,
    audit: [
      { ...about, action: 'invitation.ask' },
      ...(isMailed ? [{ ...about, action: 'mail.queue', details: { mail: 'NEW_LINK_REQUEST' } }] : []),
    ],
    jobs: isMailed ? [sendMailJob(mailId)] : [],
  });
  return outcome === 'committed';
}
