import { formatCountry, formatInstant } from '../../../texts/index.ts';
import { translatorFor } from '../../../texts/index.ts';
import { renderMailHtml } from './render-mail-html.ts';
import { renderMailText } from './render-mail-text.ts';
import { oneLine } from './one-line.ts';
import { plainLines } from './plain-lines.ts';
import type { Translate } from '../../../texts/index.ts';
import type { DocumentType } from '../../../kyc/documents/index.ts';
import type { MailBlock, MailContent, MailLink, MailListItem } from './mail-blocks.ts';
import type { InvitationMailModel, ReceiptMailModel, ReminderMailModel, RenderedMail } from './mail-models.ts';

type AnyModel = InvitationMailModel | ReminderMailModel | ReceiptMailModel;
type LinkModel = InvitationMailModel | ReminderMailModel;

const subjectMaxLength = 180;
const nameInSubjectMaxLength = 60;

/** The first mail: who asks, for whom and why, what for, until when, one link (contract section 3.6). */
export function renderInvitationMail(model: InvitationMailModel): RenderedMail {
  const { translate, values } = wordsOf(model);
  const message = model.message?.trim() ?? '';
  return renderMail(model, 'invitation', [
    { kind: 'paragraph', text: translate('mail.invitation.text', values) },
    ...onBehalf(model, translate, values),
    ...(message === ''
      ? []
      : [{ kind: 'quote', heading: translate('mail.invitation.message', values), text: plainLines(message) } as const]),
    ...linkBlocks(model, translate),
    ...documentList(translate('mail.documents'), model.documents, translate),
    ...adviceBlocks(model, translate, values),
  ]);
}

/** The same link again, with what is still missing. */
export function renderReminderMail(model: ReminderMailModel): RenderedMail {
  const { translate, values } = wordsOf(model);
  return renderMail(model, 'reminder', [
    { kind: 'paragraph', text: translate('mail.reminder.text', values) },
    ...onBehalf(model, translate, values),
    ...linkBlocks(model, translate),
    ...documentList(translate('mail.reminder.documents'), model.documents, translate),
    ...adviceBlocks(model, translate, values),
  ]);
}

/** What was sent, when, for whom and to whom. */
export function renderReceiptMail(model: ReceiptMailModel): RenderedMail {
  const { translate, values } = wordsOf(model);
  const remark = model.isCompanyCorrect ? '' : (model.remark?.trim() ?? '');
  const companyData = translate(model.isCompanyCorrect ? 'receipt.confirmed' : 'receipt.disputed');
  const via = values.organization === '' ? [] : [{ term: translate('request.via'), fact: values.organization }];
  const facts: MailBlock = {
    kind: 'facts',
    rows: [
      { term: translate('receipt.reference'), fact: oneLine(model.reference) },
      { term: translate('receipt.sentAt'), fact: formatInstant(model.submittedAt, model.language) },
      { term: translate('request.for'), fact: values.company },
      { term: translate('receipt.to'), fact: values.seller },
      ...via,
      { term: translate('receipt.companyData'), fact: companyData },
    ],
  };
  const items = model.files.map(({ type, fileName }) => ({
    title: oneLine(fileName),
    text: translate(`documentType.${type}`),
  }));
  return renderMail(model, 'receipt', [
    { kind: 'paragraph', text: translate('mail.receipt.text', values) },
    facts,
    ...(remark === ''
      ? []
      : [{ kind: 'quote', heading: translate('receipt.companyData'), text: plainLines(remark) } as const]),
    { kind: 'list', heading: translate('mail.receipt.documents'), items },
    { kind: 'paragraph', text: translate('mail.receipt.attached') },
    { kind: 'contact', text: translate('mail.receipt.notYou', values), contact: oneLine(model.operator.abuseContact) },
  ]);
}

function renderMail(
  model: AnyModel,
  kind: 'invitation' | 'reminder' | 'receipt',
  blocks: readonly MailBlock[],
): RenderedMail {
  const { translate, values } = wordsOf(model);
  const short = {
    seller: oneLine(values.seller, nameInSubjectMaxLength),
    company: oneLine(values.company, nameInSubjectMaxLength),
  };
  const content: MailContent = {
    language: model.language,
    subject: oneLine(translate(`mail.${kind}.subject`, short), subjectMaxLength),
    heading: translate(`mail.${kind}.heading`, values),
    greeting: translate('mail.greeting'),
    blocks,
    footer: translate('mail.footer', values),
    footerLinks: [
      ...footerLink(translate('layout.privacy'), model.operator.privacyUrl),
      ...footerLink(translate('layout.imprint'), model.operator.imprintUrl),
    ],
    brand: { ...model.brand, name: oneLine(model.brand.name) },
  };
  return { subject: content.subject, text: renderMailText(content), html: renderMailHtml(content) };
}

function footerLink(label: string, url: string | undefined): readonly MailLink[] {
  return url === undefined ? [] : [{ label, url }];
}

function wordsOf(model: AnyModel) {
  return {
    translate: translatorFor(model.language),
    values: {
      seller: oneLine(model.seller.name),
      country: formatCountry(model.seller.country, model.language),
      organization: oneLine(model.organizationName ?? ''),
      company: oneLine(model.companyName),
      operator: oneLine(model.operator.name),
    },
  };
}

function onBehalf(
  model: AnyModel,
  translate: Translate,
  values: Readonly<Record<string, string>>,
): readonly MailBlock[] {
  if (model.organizationName === undefined) return [];
  return [{ kind: 'paragraph', text: translate('mail.invitation.onBehalf', values) }];
}

function documentList(heading: string, types: readonly DocumentType[], translate: Translate): readonly MailBlock[] {
  if (types.length === 0) return [];
  const items: MailListItem[] = types.map((type) => ({
    title: translate(`documentType.${type}`),
    text: translate(`documentType.${type}.text`),
  }));
  return [{ kind: 'list', heading, items }];
}

function linkBlocks(model: LinkModel, translate: Translate): readonly MailBlock[] {
  const date = formatInstant(model.expiresAt, model.language);
  return [
    { kind: 'button', label: translate('mail.open'), url: model.link, hint: translate('mail.linkHint') },
    { kind: 'paragraph', text: translate('mail.until', { date }) },
  ];
}

function adviceBlocks(
  model: LinkModel,
  translate: Translate,
  values: Readonly<Record<string, string>>,
): readonly MailBlock[] {
  return [
    { kind: 'paragraph', text: translate('mail.colleague') },
    { kind: 'paragraph', text: translate('mail.noPassword') },
    { kind: 'section', heading: translate('landing.data'), text: translate('landing.handling', values) },
    {
      kind: 'report',
      text: translate('mail.abuse', values),
      label: translate('layout.abuse'),
      url: `${model.link}/report`,
    },
  ];
}
