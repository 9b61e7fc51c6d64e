import { receiptFile, type ReceiptFacts } from '../../../modules/self-service/receipts/index.ts';
import type { DetailsFacts } from '../prospect/details-model.ts';
import type { PageContext } from '../../shared/page-model.ts';
import type { KycFileRow } from '../../../modules/kyc/documents/index.ts';
import {
  type LinkRow,
  type NotSupplied,
  submissionReference,
} from '../../../modules/self-service/submissions/index.ts';

interface Submitted {
  readonly files: readonly KycFileRow[];
  readonly notSupplied: readonly NotSupplied[];
  /** Of a visitor of a published link. */
  readonly details: DetailsFacts | undefined;
}

/** For the PDF, in the language of the page; the mail has its own, in the language of the invitation. */
export function receiptFacts(
  link: LinkRow,
  { files, notSupplied, details }: Submitted,
  context: PageContext,
): ReceiptFacts {
  if (link.submission_id === null || link.submitted_at === null || link.privacy_notice_version === null)
    throw new Error('a receipt without a submission');
  return {
    language: context.language,
    operatorName: context.operatorName,
    reference: submissionReference(link.submission_id),
    submittedAt: link.submitted_at,
    sellerName: link.seller_name,
    organizationName: link.organization_name === link.seller_name ? undefined : link.organization_name,
    ...(details ? whoSent(details) : forWhom(link)),
    companyCountry: link.country,
    privacyNoticeVersion: link.privacy_notice_version,
    notSupplied,
    files: files.map(receiptFile),
  };
}

type Parties = Pick<
  ReceiptFacts,
  'companyName' | 'vatNumber' | 'personName' | 'recipientEmail' | 'isCompanyCorrect' | 'remark'
>;

function whoSent({ company, personName, email }: DetailsFacts): Parties {
  return { companyName: company?.name, vatNumber: company?.vatNumber, personName, recipientEmail: email };
}

function forWhom(link: LinkRow): Parties {
  return {
    companyName: link.company_name,
    vatNumber: link.vat_number,
    recipientEmail: link.recipient_email ?? '',
    isCompanyCorrect: link.company_confirmed !== false,
    remark: link.company_remark ?? undefined,
  };
}
