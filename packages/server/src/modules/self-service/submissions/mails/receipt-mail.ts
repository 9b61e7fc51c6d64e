import { defineMail } from '../../../../core/mail/index.ts';
import type { OperatorFacts } from '../../../../core/operator-facts.ts';
import { type MailBlock, oneLine, plainLines, type RenderedContent } from '../../../delivery/mail/index.ts';
import { type DocumentType, listFilesOfSubmission } from '../../../kyc/documents/index.ts';
import { formatInstant } from '../../../texts/index.ts';
import {
  type BuyerMailModel,
  buyerMailModel,
  findMailedInvitation,
  logoAttachments,
  type MailedInvitation,
  renderBuyerMail,
  wordsOf,
} from '../../invitations/index.ts';
import { receiptFile, type ReceiptFile, receiptFileName, renderReceiptPdf } from '../../receipts/index.ts';
import { listNotSupplied, type NotSuppliedDeps } from '../answer-not-supplied.ts';
import type { NotSupplied } from '../not-supplied.ts';
import { submissionReference } from '../submission-reference.ts';
import { sentDocuments } from './sent-documents.ts';
import { findMailedSubmission, isFromCurrentLink, type MailedSubmission } from './submission-mail-repository.ts';

/** Carries no link: the one that was used is closed. */
interface ReceiptMailModel extends BuyerMailModel {
  readonly reference: string;
  readonly submittedAt: Date;
  readonly isCompanyCorrect: boolean;
  readonly remark?: string | undefined;
  readonly files: readonly { readonly type: DocumentType; readonly fileName: string }[];
  /** Named by type alone: the buyer's words are in the receipt that is attached. */
  readonly notSupplied: readonly Pick<NotSupplied, 'type'>[];
}

interface Facts {
  readonly invitation: MailedInvitation;
  readonly submission: MailedSubmission;
  readonly files: readonly ReceiptFile[];
  readonly notSupplied: readonly NotSupplied[];
}

export const receiptMail = defineMail<NotSuppliedDeps & { readonly operator: OperatorFacts }, Facts>({
  kind: 'RECEIPT',
  subjectKind: 'invitation',
  texts: 'receipt',
  isWanted: isFromCurrentLink,
  async load(deps, { subjectId }) {
    const { db } = deps;
    const invitation = await findMailedInvitation(db, subjectId);
    const submission = await findMailedSubmission(db, subjectId);
    if (!invitation || !submission) return undefined;
    const rows = await listFilesOfSubmission(db, {
      sellerId: invitation.seller_id,
      buyerId: invitation.buyer_id,
      submissionId: submission.id,
    });
    return {
      invitation,
      submission,
      files: rows.map(receiptFile),
      notSupplied: await listNotSupplied(deps, invitation.id),
    };
  },
  async render(facts, { operator }) {
    const { invitation, submission, files, notSupplied } = facts;
    const model = {
      ...buyerMailModel(invitation, operator),
      reference: submissionReference(submission.id),
      submittedAt: submission.submitted_at,
      isCompanyCorrect: submission.company_confirmed,
      remark: submission.company_remark ?? undefined,
      files,
      notSupplied,
    };
    // Made for each try anew, and kept nowhere.
    const pdf = await renderReceiptPdf({
      ...model,
      operatorName: operator.name,
      sellerName: invitation.seller_name,
      vatNumber: invitation.vat_number,
      recipientEmail: invitation.recipient_email,
      privacyNoticeVersion: submission.privacy_notice_version,
    });
    const receipt = { fileName: receiptFileName(model.reference), mediaType: 'application/pdf', bytes: pdf };
    const attachments = [...logoAttachments(invitation), receipt];
    return { to: invitation.recipient_email, ...renderReceiptMail(model), attachments };
  },
});

/** What was sent, when, for whom and to whom. */
export function renderReceiptMail(model: ReceiptMailModel): RenderedContent {
  const { translate, values } = wordsOf(model);
  const remark = model.isCompanyCorrect ? '' : (model.remark?.trim() ?? '');
  const companyData = translate(model.isCompanyCorrect ? 'receipt.confirmed' : 'receipt.disputed');
  const absent = model.notSupplied.map(({ type }) => translate(`documentType.${type}`)).join(', ');
  const via = values.organization === '' ? [] : [{ term: translate('request.via'), fact: values.organization }];
  const facts: MailBlock = {
    kind: 'facts',
    rows: [
      { term: translate('receipt.reference'), fact: oneLine(model.reference) },
      {
        term: translate('receipt.sentAt'),
        fact: formatInstant(model.submittedAt, model.language, model.companyCountry),
      },
      { term: translate('request.for'), fact: values.company },
      { term: translate('receipt.to'), fact: values.seller },
      ...via,
      { term: translate('receipt.companyData'), fact: companyData },
      ...(absent === '' ? [] : [{ term: translate('documents.notSupplied'), fact: absent }]),
    ],
  };
  return renderBuyerMail(model, 'receipt', [
    { kind: 'paragraph', text: translate('mail.receipt.text', values) },
    facts,
    ...(remark === ''
      ? []
      : [{ kind: 'quote', heading: translate('receipt.companyData'), text: plainLines(remark) } as const]),
    ...sentDocuments(model, { translate, values }),
  ]);
}
