import { defineMail } from '../../../../core/mail/index.ts';
import type { OperatorFacts } from '../../../../core/operator-facts.ts';
import { type MailBlock, oneLine, type RenderedContent } from '../../../delivery/mail/index.ts';
import { listDraftFiles } from '../../../kyc/documents/index.ts';
import { formatInstant } from '../../../texts/index.ts';
import {
  type BuyerMailModel,
  findMailedLink,
  logoAttachments,
  type MailedLink,
  renderBuyerMail,
  visitorMailModel,
  wordsOf,
} from '../../invitations/index.ts';
import { receiptFile, type ReceiptFile, receiptFileName, renderReceiptPdf } from '../../receipts/index.ts';
import { listNotSupplied, type NotSupplied, sentDocuments, submissionReference } from '../../submissions/index.ts';
import { openPerson, type ProspectPerson } from '../sealed-person.ts';
import { nameOf } from './name-of-person.ts';
import type { VisitorDeps } from './visitor.ts';
import { findMailedProspect, isSubmittedStill, type MailedProspect } from './submitted-repository.ts';

interface Facts {
  readonly link: MailedLink;
  readonly prospect: MailedProspect;
  readonly person: ProspectPerson;
  readonly files: readonly ReceiptFile[];
  readonly notSupplied: readonly NotSupplied[];
}

export const prospectReceiptMail = defineMail<VisitorDeps & { readonly operator: OperatorFacts }, Facts>({
  kind: 'PROSPECT_RECEIPT',
  subjectKind: 'prospect',
  texts: 'prospectReceipt',
  isWanted: isSubmittedStill,
  async load(deps, { subjectId }) {
    const prospect = await findMailedProspect(deps.db, subjectId);
    const link = prospect && (await findMailedLink(deps.db, prospect.invitation_id));
    if (!prospect || !link) return undefined;
    const [files, notSupplied] = await Promise.all([
      listDraftFiles(deps.db, prospect.id),
      listNotSupplied(deps, prospect.id),
    ]);
    return { link, prospect, person: openPerson(deps.keyring, prospect), files: files.map(receiptFile), notSupplied };
  },
  async render({ link, prospect, person, files, notSupplied }, { operator }) {
    const model = {
      ...visitorMailModel(link, operator),
      language: prospect.language,
      companyName: prospect.company_name ?? '',
      companyCountry: prospect.country ?? person.address?.country ?? link.seller_country,
      reference: submissionReference(prospect.submission_id),
      submittedAt: prospect.submitted_at,
      personName: nameOf(person),
      files,
      notSupplied,
    };
    // Made for each try anew, and kept nowhere.
    const pdf = await renderReceiptPdf({
      ...model,
      companyName: prospect.company_name ?? undefined,
      vatNumber: prospect.vat_number ?? undefined,
      operatorName: operator.name,
      sellerName: link.seller_name,
      recipientEmail: person.email,
      privacyNoticeVersion: prospect.privacy_notice_version,
    });
    const receipt = { fileName: receiptFileName(model.reference), mediaType: 'application/pdf', bytes: pdf };
    return { to: person.email, ...renderProspectReceiptMail(model), attachments: [...logoAttachments(link), receipt] };
  },
});

interface ProspectReceiptMailModel extends BuyerMailModel {
  readonly reference: string;
  readonly submittedAt: Date;
  readonly files: readonly Pick<ReceiptFile, 'type' | 'fileName'>[];
  readonly notSupplied: readonly Pick<NotSupplied, 'type'>[];
}

/** What was sent, when and to whom. */
export function renderProspectReceiptMail(model: ProspectReceiptMailModel): RenderedContent {
  const { translate, values } = wordsOf(model);
  const absent = model.notSupplied.map(({ type }) => translate(`documentType.${type}`)).join(', ');
  const company = values.company === '' ? [] : [{ term: translate('request.for'), fact: values.company }];
  const facts: MailBlock = {
    kind: 'facts',
    rows: [
      { term: translate('receipt.reference'), fact: oneLine(model.reference) },
      {
        term: translate('receipt.sentAt'),
        fact: formatInstant(model.submittedAt, model.language, model.companyCountry),
      },
      ...company,
      { term: translate('receipt.to'), fact: values.seller },
      ...(absent === '' ? [] : [{ term: translate('documents.notSupplied'), fact: absent }]),
    ],
  };
  return renderBuyerMail(model, 'prospectReceipt', [
    { kind: 'paragraph', text: translate('mail.prospectReceipt.text', values) },
    facts,
    ...sentDocuments(model, { translate, values }),
  ]);
}
