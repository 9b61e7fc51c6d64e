import { factOf } from '../../../core/events/index.ts';
import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { queueMail } from '../../delivery/mail/index.ts';
import { documentsFromDraft } from '../../kyc/documents/index.ts';
import { storedCorrections } from './company-correction.ts';
import { InvitationUsed } from './events.ts';
import { dropNotSupplied } from './not-supplied-repository.ts';
import type { LinkRow } from './link.ts';
import { arrivalMail } from './mails/arrival-mail.ts';
import { receiptMail } from './mails/receipt-mail.ts';
import {
  type ReadySubmission,
  readyDraft,
  submitDraft,
  type SubmitDeps,
  type Submission,
  type SubmitOutcome,
} from './submit-draft.ts';
import { commitWrite } from '../../../core/write/index.ts';
import { aboutLink, lockStanding, useStanding } from '../invitations/index.ts';
import type { AuditActor } from '../../../core/audit/index.ts';

/** Uses the invitation up; the draft becomes documents, the event and the receipt's job stand with it. */
export function submitKyc(deps: SubmitDeps, submission: Submission, actor: AuditActor): Promise<SubmitOutcome> {
  return submitDraft(deps, submission, (ready) => commitKyc(deps.db, ready, actor));
}

function buyerOf({ buyer_id: buyerId }: LinkRow): string {
  if (buyerId === null) throw new Error('a KYC invitation without its buyer');
  return buyerId;
}

async function commitKyc(db: Database, ready: ReadySubmission, actor: AuditActor): Promise<boolean> {
  const { link, documents } = ready;
  const buyerId = buyerOf(link);
  const about = aboutLink(link);
  const isRemarked = link.company_remark !== null || link.company_corrections !== null;
  const isPartial = documents.answered.length > documents.needless.length;
  const said = {
    companyDataConfirmed: link.company_confirmed ?? true,
    companyDataRemark: isRemarked,
    ...(isPartial && { documentsNotSupplied: true }),
  };
  const outcome = await commitWrite(db, {
    effect: useInvitation(ready),
    actor,
    audit: [{ ...about, action: 'invitation.submit', details: said }],
    also: [receiptMail, ...(link.is_arrival_told ? [arrivalMail] : [])].map((mail) =>
      queueMail({ mail, subjectId: link.id, subjectVersion: link.link_version, about }),
    ),
    events: [
      factOf(InvitationUsed, {
        source: 'WEB_APP',
        sellerId: link.seller_id,
        data: {
          kind: 'KYC',
          buyerUuid: buyerId,
          invitationUuid: link.id,
          usedAt: link.now.toISOString(),
          ...(isRemarked && { companyDataRemark: true as const }),
          ...(isPartial && { documentsNotSupplied: true as const }),
        },
      }),
    ],
  });
  return outcome === 'committed';
}

/**
 * Uses the invitation up where it stands and, under the lock, still asks for what it did, and its draft is the very one that was read,
 * with nothing on its way. Who has said nothing of the company data confirms it by sending.
 */
function useInvitation(submission: ReadySubmission) {
  const { link, documents, submissionId, privacyNoticeVersion } = submission;
  return (guard: Sql): Sql => sql`${lockStanding(link)},
    ${readyDraft(submission, guard)},
    said as materialized (
      select ready.id, coalesce(d.company_confirmed, true) as company_confirmed, d.company_remark, d.company_corrections
      from ready left join lateral draft_answer(ready.id) d on true
      where d.company_confirmed is not distinct from ${link.company_confirmed}::boolean and d.company_remark is not distinct from ${link.company_remark}::text
        and d.company_corrections is not distinct from ${storedCorrections(link.company_corrections)}::jsonb),
    ${useStanding(sql`said`, link, link.now)},
    submission as (
      insert into kyc_submissions (id, invitation_id, seller_id, buyer_id, company_confirmed, company_remark, company_corrections, privacy_notice_version, submitted_at)
      select ${submissionId}::uuid, effect.id, effect.seller_id, effect.buyer_id, said.company_confirmed, said.company_remark, said.company_corrections,
        ${privacyNoticeVersion}, ${link.now}::timestamptz from effect, said),
    draft_ended as (delete from kyc_drafts d using effect where d.invitation_id = effect.id),
    ${dropNotSupplied(documents.needless)},
    ${documentsFromDraft({ sellerId: link.seller_id, buyerId: buyerOf(link), invitationId: link.id, submissionId, submittedAt: link.now })}`;
}
