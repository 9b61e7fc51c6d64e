import { factOf } from '../../../core/events/index.ts';
import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { queueMail } from '../../delivery/mail/index.ts';
import { type DocumentType, documentsFromDraft, type KycFileRow, listDraftFiles } from '../../kyc/documents/index.ts';
import { storedCorrections } from './company-correction.ts';
import { InvitationUsed } from './events.ts';
import type { NotSuppliedRow } from './not-supplied.ts';
import { dropNotSupplied, selectNotSupplied } from './not-supplied-repository.ts';
import { findLink, type LinkPlace, type LinkRow } from './link-repository.ts';
import { endOfLink, type LinkEnd } from './link-state.ts';
import { arrivalMail } from './mails/arrival-mail.ts';
import { receiptMail } from './mails/receipt-mail.ts';
import { isFulfilled } from './requested-documents.ts';
import { commitWrite } from '../../../core/write/index.ts';
import type { LinkClaim } from '../links/index.ts';
import { lockStanding, useStanding } from '../invitations/index.ts';
import type { AuditActor } from '../../../core/audit/index.ts';

export interface SubmitDeps {
  readonly db: Database;
  readonly completeDocuments: readonly string[];
}

export interface Submission {
  readonly claim: LinkPlace & Pick<LinkClaim, 'linkVersion'>;
  /** Chosen by the session, so that it knows its own submission again. */
  readonly submissionId: string;
  /** Of the notice that the buyer was shown. */
  readonly privacyNoticeVersion: string;
  /** A person sends, and no scanner that presses buttons: he ticked the box, or has added or written something before. */
  readonly isDeliberate: boolean;
}

type SubmissionLack = 'tick-missing' | 'documents-missing' | 'files-unfinished';

export type SubmitOutcome =
  | { readonly kind: 'submitted' }
  | { readonly kind: 'incomplete'; readonly lacks: readonly SubmissionLack[] }
  | { readonly kind: 'ended'; readonly end: LinkEnd; readonly link: LinkRow | undefined };

const ATTEMPTS = 5;

/**
 * The buyer's last, deliberate step (contract 3.2): the invitation is USED, the draft becomes documents, the event and the
 * receipt's job stand, all of it or nothing. A repeated submission is answered as the first.
 */
export async function submitKyc(deps: SubmitDeps, submission: Submission, actor: AuditActor): Promise<SubmitOutcome> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    // In this order: where the link is still active when it is read, no submission can have emptied the draft before.
    const { invitationId } = submission.claim;
    const [files, answered] = await Promise.all([
      listDraftFiles(deps.db, invitationId),
      selectNotSupplied(deps.db, invitationId),
    ]);
    const link = await findLink(deps.db, submission.claim);
    if (link?.submission_id === submission.submissionId) return { kind: 'submitted' };
    const end = endOfLink(link, submission.claim);
    if (!link || end) return { kind: 'ended', end: end ?? 'unknown', link };
    const documents = documentsOf(link, { files, answered }, deps.completeDocuments);
    const lacks = lacksOf({ ...submission, link, files, documents });
    if (lacks.length > 0) return { kind: 'incomplete', lacks };
    if (await commitSubmission(deps.db, { ...submission, link, files, documents }, actor)) return { kind: 'submitted' };
  }
  throw new Error('the draft kept changing while it was sent');
}

interface SubmittedDocuments {
  /** That the buyer says he cannot supply, those that are there all the same included. */
  readonly answered: readonly DocumentType[];
  /** Of these the ones that are there: a document counts, and not what was said before it came. */
  readonly needless: readonly DocumentType[];
  readonly areMissing: boolean;
}

function documentsOf(
  link: LinkRow,
  { files, answered: rows }: { readonly files: readonly KycFileRow[]; readonly answered: readonly NotSuppliedRow[] },
  completeDocuments: readonly string[],
): SubmittedDocuments {
  const present = files.map((file) => file.type);
  const answered = rows.map(({ type }) => type);
  const isThere = (type: DocumentType): boolean => isFulfilled(type, present, completeDocuments);
  return {
    answered,
    needless: answered.filter(isThere),
    areMissing: link.requested_documents.some((type) => !isThere(type) && !answered.includes(type)),
  };
}

function lacksOf({ link, documents, isDeliberate }: ReadySubmission): readonly SubmissionLack[] {
  return [
    ...(documents.areMissing ? (['documents-missing'] as const) : []),
    // Sending would delete them: it is the buyer who says whether he does without.
    ...(link.draft_upload_count === 0 ? [] : (['files-unfinished'] as const)),
    ...(isDeliberate ? [] : (['tick-missing'] as const)),
  ];
}

interface ReadySubmission extends Submission {
  readonly link: LinkRow;
  readonly files: readonly KycFileRow[];
  readonly documents: SubmittedDocuments;
}

async function commitSubmission(db: Database, ready: ReadySubmission, actor: AuditActor): Promise<boolean> {
  const { link, documents } = ready;
  const about = { sellerId: link.seller_id, subjectId: link.id, invitationId: link.id };
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
          buyerUuid: link.buyer_id,
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
 * Uses the invitation up where it stands and its draft is, under the lock, the very one that was read, with nothing on its way. Who
 * has said nothing of the company data confirms it by sending.
 */
function useInvitation({ link, files, documents, submissionId, privacyNoticeVersion }: ReadySubmission) {
  const fileIds = files.map((file) => file.id).sort();
  return (guard: Sql): Sql => sql`${lockStanding(link)},
    ready as materialized (select id from standing where draft_file_ids(id) = ${fileIds}::uuid[] and draft_upload_count(id) = 0
      and types_not_supplied(id) = ${[...documents.answered].sort()}::text[] and ${guard}),
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
    ${documentsFromDraft({ sellerId: link.seller_id, buyerId: link.buyer_id, invitationId: link.id, submissionId, submittedAt: link.now })}`;
}
