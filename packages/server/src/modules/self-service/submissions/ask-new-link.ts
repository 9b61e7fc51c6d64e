import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { newId } from '../../../platform/ids.ts';
import type { LinkRow } from './link-repository.ts';
import { commitWrite } from '../../../core/write/index.ts';
import { sendMailJob } from '../invitations/index.ts';
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
    effect: markAsked(link, isMailed ? mailId : undefined),
    actor,
    audit: [
      { ...about, action: 'invitation.ask' },
      ...(isMailed ? [{ ...about, action: 'mail.queue', details: { mail: 'NEW_LINK_REQUEST' } }] : []),
    ],
    jobs: isMailed ? [sendMailJob(mailId)] : [],
  });
  return outcome === 'committed';
}

function markAsked(link: LinkRow, mailId: string | undefined): (guard: Sql) => Sql {
  return (guard) => sql`effect as (update invitations i set new_link_asked_at = now()
      where i.id = ${link.id}::uuid and i.seller_id = ${link.seller_id}::uuid and i.link_version = ${link.link_version}::int
        and invitation_status(i.status, i.expires_at) = 'EXPIRED'
        and (i.new_link_asked_at is null or i.new_link_asked_at <= now() - interval '24 hours') and ${guard}
      returning i.id, i.link_version),
    mail as (insert into mails (id, invitation_id, kind, link_version)
      select ${mailId ?? null}::uuid, effect.id, 'NEW_LINK_REQUEST', effect.link_version from effect
      where ${mailId !== undefined}::boolean)`;
}
