import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import {
  listDocumentsOfSubmission,
  listFilesOfSubmission,
  type SubmittedDocumentRow,
} from '../../kyc/documents/index.ts';
import type { DeclarationAnswers } from '../declaration-answers/index.ts';
import { listNotSupplied } from './answer-not-supplied.ts';
import type { NotSupplied } from './not-supplied.ts';
import type { InvitationSubmission } from './schemas.ts';
import { submissionReference } from './submission-reference.ts';
import type { SubmissionRow } from './submission-repository.ts';

/** What came with a submission, and which file is the declaration that was filled in on the page. */
export async function gatherSubmitted(
  deps: { readonly db: Database; readonly keyring: Keyring },
  { id, seller_id: sellerId, buyer_id: buyerId }: SubmissionRow,
  invitationId: string,
): Promise<Omit<Submitted, 'declared'> & { readonly paperId: string | undefined }> {
  const place = { sellerId, buyerId, submissionId: id };
  const [documents, notSupplied, files] = await Promise.all([
    listDocumentsOfSubmission(deps.db, place),
    listNotSupplied(deps, invitationId),
    listFilesOfSubmission(deps.db, place),
  ]);
  return { documents, notSupplied, paperId: files.find((file) => file.is_from_form)?.id };
}

export interface Submitted {
  readonly documents: readonly SubmittedDocumentRow[];
  readonly notSupplied: readonly NotSupplied[];
  readonly declared: DeclarationAnswers | undefined;
}

/** The buyer confirms by sending: both have one instant. */
export function presentSubmission(
  row: SubmissionRow,
  { documents, notSupplied, declared }: Submitted,
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
    ...presentDeclaration(documents, declared),
  };
}

/** Of each type there is one document in a submission. */
function presentDeclaration(
  documents: readonly SubmittedDocumentRow[],
  declared: DeclarationAnswers | undefined,
): Pick<InvitationSubmission, 'declaration'> {
  const paper = documents.find(({ type }) => type === 'AML_DECLARATION');
  return paper && declared ? { declaration: { documentUuid: paper.id, ...declared } } : {};
}
