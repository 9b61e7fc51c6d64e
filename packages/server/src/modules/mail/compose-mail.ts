import addressparser from 'nodemailer/lib/addressparser';
import { FALLBACK_LANGUAGE, languageOf } from '../../platform/languages.ts';
import type { Links } from '../invitations/index.ts';
import type { OutgoingMail } from './mail-transport.ts';
import type { MailRow } from './repository.ts';
import { renderInvitationMail, renderReceiptMail, renderReminderMail } from './templates/index.ts';

export interface ComposeOptions {
  readonly links: Links;
  readonly mailFrom: string;
}

/** The mail in the invitation's language, about how things stand now. */
export function composeMail(row: MailRow, options: ComposeOptions): OutgoingMail {
  const envelope = { id: row.id, kind: row.kind, queuedAt: row.created_at, to: row.recipient_email };
  if (row.kind === 'RECEIPT') return { ...envelope, ...renderReceipt(row, options) };
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
  return { ...envelope, ...rendered, link };
}

function renderReceipt(row: MailRow, options: ComposeOptions) {
  const { submission } = row;
  if (!submission) throw new Error('a receipt without a submission');
  return renderReceiptMail({
    ...commonModel(row, options),
    reference: submission.id,
    submittedAt: new Date(submission.submittedAt),
    isCompanyCorrect: submission.isCompanyCorrect,
    remark: submission.remark ?? undefined,
    files: row.submitted_files,
  });
}

function commonModel(row: MailRow, { mailFrom }: ComposeOptions) {
  const sender = addressparser(mailFrom, { flatten: true })[0];
  const address = sender?.address ?? mailFrom;
  return {
    language: languageOf(row.locale) ?? FALLBACK_LANGUAGE,
    seller: { name: row.seller_name, country: row.seller_country },
    organizationName: row.organization_name === row.seller_name ? undefined : row.organization_name,
    companyName: row.company_name,
    operatorName: sender?.name || address,
    abuseContact: address,
  };
}

function stillMissing(row: MailRow) {
  return row.requested_documents.filter((type) => !row.drafted_documents.includes(type));
}
