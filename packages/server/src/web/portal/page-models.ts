import type { CompanyAnswer, CompanyData } from './company/company-model.ts';
import type { Documents, UploadedFile } from './documents/documents-model.ts';
import type { LandingModel } from './landing/landing-model.ts';
import type { DetailsFacts } from './prospect/details-model.ts';
import type { ReceiptModel } from './review/review-model.ts';
import type { RequestSummary } from './request-summary.ts';
import {
  DOCUMENT_TYPES,
  type DocumentType,
  type KycFileRow,
  type RejectionRow,
} from '../../modules/kyc/documents/index.ts';
import {
  type CompanyField,
  isFulfilled,
  submissionReference,
  type LinkRow,
  type NotSupplied,
} from '../../modules/self-service/submissions/index.ts';

export function requestSummary(link: LinkRow): RequestSummary {
  return {
    seller: {
      name: link.seller_name,
      country: link.seller_country,
      contact: link.seller_contact ?? undefined,
    },
    organizationName: link.organization_name === link.seller_name ? undefined : link.organization_name,
    companyName: link.company_name === '' ? undefined : link.company_name,
    companyCountry: link.country,
    expiresAt: link.expires_at,
    ...(link.published && { isPublished: true }),
  };
}

export function landingModel(link: LinkRow, address: Pick<LandingModel, 'token' | 'url'>): LandingModel {
  return {
    request: requestSummary(link),
    ...address,
    requestedDocuments: link.requested_documents,
    message: link.message ?? undefined,
    messageLanguage: link.locale,
    isResumed: link.company_confirmed !== null || link.draft_file_count > 0,
  };
}

export function companyData(link: LinkRow): CompanyData {
  return {
    name: link.company_name,
    vatNumber: link.vat_number,
    address: { street: link.street, postCode: link.post_code, city: link.city, country: link.country },
  };
}

export function companyAnswer(link: LinkRow): CompanyAnswer {
  return {
    isCorrect: link.company_confirmed ?? undefined,
    remark: link.company_remark ?? undefined,
    corrections: link.company_corrections ?? undefined,
  };
}

/** What the buyer put in the place of what is on file; undefined where he left it. */
export function correctedField(link: LinkRow, field: CompanyField): string | undefined {
  const { isCorrect, corrections = [] } = companyAnswer(link);
  return isCorrect === false ? corrections.find((one) => one.field === field)?.corrected : undefined;
}

export function draftDocuments(
  link: LinkRow,
  {
    files,
    notSupplied,
    rejections = [],
  }: {
    readonly files: readonly KycFileRow[];
    readonly notSupplied: readonly NotSupplied[];
    readonly rejections?: readonly RejectionRow[];
  },
  completeDocuments: readonly string[],
): Documents {
  const present = files.map((file) => file.type);
  const shown = files.map((file) => ({ ...uploadedFile(file), twinOf: earlierTwin(file, files)?.type }));
  const cards = kindsOf(link.requested_documents, completeDocuments);
  const inCards = new Set(cards.flat());
  return {
    requested: link.requested_documents.map((type, at) => {
      const kinds = cards[at] ?? [type];
      const isThere = isFulfilled(type, present, completeDocuments);
      return {
        type,
        kinds,
        isFulfilled: isThere,
        reason: isThere ? undefined : notSupplied.find((one) => one.type === type)?.reason,
        rejection: rejections.find((one) => kinds.includes(one.type))?.reason,
        files: shown.filter((file) => kinds.includes(file.type)),
      };
    }),
    others: shown.filter((file) => !inCards.has(file.type)),
  };
}

/** The same bytes, added before. */
function earlierTwin(file: KycFileRow, files: readonly KycFileRow[]): KycFileRow | undefined {
  const twin = files.find(({ sha256 }) => sha256.equals(file.sha256));
  return twin === file ? undefined : twin;
}

/** For each type that is asked for: itself and what does as well, each in one card only. */
function kindsOf(asked: readonly DocumentType[], completeDocuments: readonly string[]): readonly DocumentType[][] {
  const taken = new Set(asked);
  return asked.map((type) => {
    const alternatives = DOCUMENT_TYPES.filter(
      (other) => !taken.has(other) && isFulfilled(type, [other], completeDocuments),
    );
    for (const other of alternatives) taken.add(other);
    return [type, ...alternatives];
  });
}

interface Sent {
  readonly files: readonly KycFileRow[];
  readonly notSupplied: readonly NotSupplied[];
  /** Of a visitor of a published link. */
  readonly details?: DetailsFacts | undefined;
}

/** Undefined while nothing was sent. */
export function receiptModel(link: LinkRow, { files, notSupplied, details }: Sent): ReceiptModel | undefined {
  if (link.submission_id === null || link.submitted_at === null || link.privacy_notice_version === null)
    return undefined;
  return {
    request: requestSummary(link),
    reference: submissionReference(link.submission_id),
    submittedAt: link.submitted_at,
    recipientEmail: link.recipient_email ?? undefined,
    vatNumber: link.vat_number,
    privacyNoticeVersion: link.privacy_notice_version,
    answer: companyAnswer(link),
    details,
    files: files.map(uploadedFile),
    notSupplied,
    redirectUrl: link.redirect_url ?? undefined,
  };
}

function uploadedFile(file: KycFileRow): UploadedFile {
  return {
    id: file.id,
    type: file.type,
    fileName: file.file_name,
    byteSize: file.byte_size,
    addedAt: file.created_at,
    preview: previewOf(file),
    looksEmpty: file.looks_empty === true,
  };
}

function previewOf({ preview_width: width, preview_height: height }: KycFileRow): UploadedFile['preview'] {
  return width === null || height === null ? undefined : { width, height };
}
