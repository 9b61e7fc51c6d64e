import type { Keyring } from '../../../platform/keyring.ts';
import { type ReceiptFacts, receiptFileName, renderReceiptPdf } from '../../self-service/receipts/index.ts';
import { logoAttachment, mailBrand } from './mail-brand.ts';
import type { OutgoingMail } from './mail-transport.ts';
import type { EndpointMailRow, MailRow } from './repository.ts';
import {
  renderAbuseReportMail,
  renderEndpointPausedMail,
  renderInvitationMail,
  renderNewLinkRequestMail,
  renderReceiptMail,
  renderReminderMail,
} from './templates/index.ts';
import { FALLBACK_LANGUAGE, languageOf } from '../../texts/index.ts';
import type { Links } from '../../self-service/links/index.ts';
import { openReport } from '../../self-service/submissions/index.ts';
import type { OperatorFacts } from '../../../core/operator-facts.ts';

export interface ComposeOptions {
  readonly links: Links;
  readonly operator: OperatorFacts;
  readonly keyring: Keyring;
}

/** The mail in the language of whom it goes to, about how things stand now. */
export async function composeMail(row: MailRow | EndpointMailRow, options: ComposeOptions): Promise<OutgoingMail> {
  if (row.kind === 'WEBHOOK_PAUSED') return composeEndpointPaused(row, options);
  const envelope = { id: row.id, kind: row.kind, queuedAt: row.created_at, to: row.recipient_email };
  if (row.kind === 'NEW_LINK_REQUEST')
    return { ...envelope, ...renderNewLinkRequest(row, options), to: contactOf(row) };
  if (row.kind === 'ABUSE_REPORT')
    return { ...envelope, ...renderAbuseReport(row, options), to: options.operator.abuseContact };
  if (row.kind === 'RECEIPT') return { ...envelope, ...(await renderReceipt(row, options)) };
  const link = options.links.urlOf({
    invitationId: row.invitation_id,
    linkVersion: row.link_version,
    linkKid: row.link_kid,
  });
  const model = { ...commonModel(row, options), link, expiresAt: row.expires_at };
  const rendered =
    row.kind === 'REMINDER'
      ? renderReminderMail({ ...model, documents: stillMissing(row) })
      : renderInvitationMail({ ...model, documents: row.requested_documents, message: row.message ?? undefined });
  return { ...envelope, ...rendered, link, attachments: logoAttachment(row) };
}

/** The PDF is made for each try anew, and kept nowhere. */
async function renderReceipt(row: MailRow, options: ComposeOptions) {
  const { submission } = row;
  if (!submission) throw new Error('a receipt without a submission');
  const common = commonModel(row, options);
  const facts = {
    reference: submission.id,
    submittedAt: new Date(submission.submittedAt),
    isCompanyCorrect: submission.isCompanyCorrect,
    remark: submission.remark ?? undefined,
    files: row.submitted_files,
  };
  const pdf: ReceiptFacts = {
    ...facts,
    language: common.language,
    operatorName: common.operator.name,
    sellerName: row.seller_name,
    organizationName: common.organizationName,
    companyName: row.company_name,
    vatNumber: row.vat_number,
    recipientEmail: row.recipient_email,
    privacyNoticeVersion: submission.privacyNoticeVersion,
  };
  const attachment = {
    fileName: receiptFileName(submission.id),
    mediaType: 'application/pdf',
    bytes: await renderReceiptPdf(pdf),
  };
  return { ...renderReceiptMail({ ...common, ...facts }), attachments: [...logoAttachment(row), attachment] };
}

function commonModel(row: MailRow, { operator }: ComposeOptions) {
  return {
    language: languageOf(row.locale) ?? FALLBACK_LANGUAGE,
    seller: { name: row.seller_name, country: row.seller_country },
    organizationName: row.organization_name === row.seller_name ? undefined : row.organization_name,
    companyName: row.company_name,
    operator,
    brand: mailBrand(row),
  };
}

/** Of the endpoint's address only the host: the rest may hold a secret. */
function composeEndpointPaused(row: EndpointMailRow, { operator }: ComposeOptions): OutgoingMail {
  const mail = renderEndpointPausedMail({
    operatorName: operator.name,
    organizationName: row.organization_name,
    endpointId: row.endpoint_id,
    host: new URL(row.endpoint_url).host,
    failures: row.failures,
    failingSince: row.failing_since ?? undefined,
    pausedAt: row.created_at,
  });
  return { id: row.id, kind: row.kind, queuedAt: row.created_at, to: contactOf(row), ...mail };
}

function contactOf({ contact_email: contact }: MailRow | EndpointMailRow): string {
  if (contact === null) throw new Error('an organization without a contact');
  return contact;
}

function renderNewLinkRequest(row: MailRow, options: ComposeOptions) {
  return renderNewLinkRequestMail({
    ...operatorModel(row, options),
    label: row.label ?? undefined,
    expiredAt: row.expires_at,
    askedAt: row.created_at,
  });
}

function renderAbuseReport(row: MailRow, options: ComposeOptions) {
  if (!row.sealed_report) throw new Error('a report of misuse without its words');
  return renderAbuseReportMail({
    ...operatorModel(row, options),
    ...openReport(options.keyring, row.id, row.sealed_report),
    organizationName: row.organization_name,
    organizationSlug: row.organization_slug,
    invitationStatus: row.invitation_status,
  });
}

function operatorModel(row: MailRow, { operator }: ComposeOptions) {
  return {
    sellerId: row.seller_id,
    sellerName: row.seller_name,
    buyerId: row.buyer_id,
    companyName: row.company_name,
    invitationId: row.invitation_id,
    operatorName: operator.name,
  };
}

function stillMissing(row: MailRow) {
  return row.requested_documents.filter((type) => !row.drafted_documents.includes(type));
}
