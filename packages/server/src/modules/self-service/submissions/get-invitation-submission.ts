import type { Answer, Call } from '../../../core/api/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import { NotFound } from '../../../platform/problems/problem-types.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import { listDocumentsOfSubmission, type SubmittedDocumentRow } from '../../kyc/documents/index.ts';
import { listNotSupplied } from './answer-not-supplied.ts';
import type { NotSupplied } from './not-supplied.ts';
import type { InvitationPath, PartnerInvitationPath } from '../invitations/index.ts';
import type { InvitationSubmission } from './schemas.ts';
import { submissionReference } from './submission-reference.ts';
import { findSubmissionToRead, type SubmissionRow } from './submission-repository.ts';

export interface SubmissionDeps {
  readonly db: Database;
  readonly keyring: Keyring;
}

type SubmissionCall = Call<{ params: PartnerInvitationPath & Partial<InvitationPath> }>;

/** What the buyer sent by an invitation (contract 3.6). Each reading is written to the log of them. */
export async function getInvitationSubmission(
  deps: SubmissionDeps,
  { actor, params, requestId, purpose }: SubmissionCall,
): Promise<Answer> {
  const row = await findSubmissionToRead(deps.db, {
    sellerId: params.sellerId,
    ...(params.buyerId !== undefined && { buyerId: params.buyerId }),
    invitationId: params.invitationUuid,
    organizationId: actor.organizationId,
    clientId: actor.clientId,
    requestId,
    purpose,
  });
  if (!row) throw new ProblemError(NotFound, 'There is no submission of such an invitation.');
  const place = { sellerId: row.seller_id, buyerId: row.buyer_id, submissionId: row.id };
  const [documents, notSupplied] = await Promise.all([
    listDocumentsOfSubmission(deps.db, place),
    listNotSupplied(deps, params.invitationUuid),
  ]);
  return { status: 200, body: presentSubmission(row, documents, notSupplied) };
}

/** The buyer confirms by sending: both have one instant. */
function presentSubmission(
  row: SubmissionRow,
  documents: readonly SubmittedDocumentRow[],
  notSupplied: readonly NotSupplied[],
): InvitationSubmission {
  const submittedAt = row.submitted_at.toISOString();
  return {
    uuid: row.id,
    reference: submissionReference(row.id),
    submittedAt,
    consentedAt: submittedAt,
    consentVersion: row.privacy_notice_version,
    companyData: {
      confirmed: row.company_confirmed,
      ...(row.company_remark !== null && { remark: row.company_remark }),
      corrections: row.company_corrections ?? [],
    },
    documents: documents.map(({ id, type }) => ({ uuid: id, type })),
    notSupplied: [...notSupplied],
  };
}
