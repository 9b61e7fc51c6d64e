import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { newId } from '../../../platform/ids.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import { type AbuseReport, sealReport } from './abuse-report.ts';
import type { LinkRow } from './link-repository.ts';
import { commitWrite } from '../../../core/write/index.ts';
import { markReported, sendMailJob } from '../invitations/index.ts';
import type { AuditActor } from '../../../core/audit/index.ts';

/**
 * A visitor reports misuse of an invitation, whatever its state: a line of activity with the reason alone, and a mail to the
 * operator. Counts once in 24 hours; locks nothing. False: it does not count, nothing was written.
 */
export async function reportMisuse(
  { db, keyring }: { readonly db: Database; readonly keyring: Keyring },
  link: LinkRow,
  report: AbuseReport,
  actor: AuditActor,
): Promise<boolean> {
  const mailId = newId();
  const about = { sellerId: link.seller_id, subjectId: link.id, invitationId: link.id };
  const outcome = await commitWrite(db, {
    effect: markMailed(link, mailId, sealReport(keyring, mailId, report)),
    actor,
    audit: [
      { ...about, action: 'invitation.report', details: { reason: report.reason } },
      { ...about, action: 'mail.queue', details: { mail: 'ABUSE_REPORT' } },
    ],
    jobs: [sendMailJob(mailId)],
  });
  return outcome === 'committed';
}

function markMailed(link: LinkRow, mailId: string, sealedReport: Buffer): (guard: Sql) => Sql {
  return (guard) => sql`${markReported(link)(guard)},
    mail as (insert into mails (id, invitation_id, kind, link_version, sealed_report)
      select ${mailId}::uuid, effect.id, 'ABUSE_REPORT', effect.link_version, ${sealedReport}::bytea from effect)`;
}
