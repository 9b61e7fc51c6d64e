import type { Database } from '../../../platform/db/database.ts';
import { newId } from '../../../platform/ids.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import { queueMail } from '../../delivery/mail/index.ts';
import { type AbuseReport, sealReport } from './abuse-report.ts';
import { abuseReportMail } from './mails/abuse-report-mail.ts';
import { commitWrite } from '../../../core/write/index.ts';
import { aboutLink, type LinkVisitor, markReported } from '../invitations/index.ts';

/**
 * A visitor reports misuse of an invitation, whatever its state: a line of activity with the reason alone, and a mail to the
 * operator. Counts once in 24 hours; locks nothing. False: it does not count, nothing was written.
 */
export async function reportMisuse(
  { db, keyring }: { readonly db: Database; readonly keyring: Keyring },
  { link, actor }: LinkVisitor,
  report: AbuseReport,
): Promise<boolean> {
  const id = newId();
  const about = aboutLink(link);
  const outcome = await commitWrite(db, {
    effect: markReported(link),
    actor,
    audit: [{ ...about, action: 'invitation.report', details: { reason: report.reason } }],
    also: [
      queueMail({
        mail: abuseReportMail,
        id,
        subjectId: link.invitation_id,
        sealedFacts: sealReport(keyring, id, report),
        about,
      }),
    ],
  });
  return outcome === 'committed';
}
