import {
  makePdf,
  type PdfElement,
  type PdfSheet,
  printableLine,
  printableText,
  STYLES,
} from '../../../platform/pdf/index.ts';
import { formatByteSize, formatInstant, localeOf, translatorFor } from '../../texts/index.ts';
import type { ReceiptFacts } from './receipt-facts.ts';

/** ASCII throughout, whatever the names. */
export function receiptFileName(reference: string): string {
  return `receipt-${reference}.pdf`;
}

/**
 * The receipt as a PDF, in the language of the facts. The same facts give the same bytes, so that the page's and the mail's are one document (contract 3.6). About 30 KB for a few files.
 */
export function renderReceiptPdf(facts: ReceiptFacts): Promise<Buffer> {
  const translate = translatorFor(facts.language);
  const left = `${translate('layout.runBy', { operator: printableLine(facts.operatorName) })} · ${facts.reference}`;
  return makePdf(
    {
      locale: localeOf(facts.language),
      title: `${translate('receipt.heading')} ${facts.reference}`,
      madeAt: facts.submittedAt,
      codesNote: translate('receipt.codes'),
      footer: (page, pages) => [left, translate('receipt.page', { page, pages })],
    },
    (sheet, root) => drawReceipt(sheet, root, facts),
  );
}

function drawReceipt(sheet: PdfSheet, root: PdfElement, facts: ReceiptFacts): void {
  const translate = translatorFor(facts.language);
  const names = { seller: printableLine(facts.sellerName), company: printableLine(facts.companyName ?? '') };
  sheet.paragraph(root, translate('receipt.heading'), { tag: 'H1', style: STYLES.title });
  const text = isOfVisitor(facts)
    ? translate('mail.prospectReceipt.text', names)
    : translate('mail.receipt.text', names);
  sheet.paragraph(root, text, { gap: 14 });
  sheet.table(root, rowsOf(facts));
  sheet.heading(root, translate('receipt.documents'));
  sheet.list(root, itemsOf(facts));
  if (facts.files.length > 0) sheet.paragraph(root, translate('receipt.fingerprint'), { style: STYLES.small });
  if (facts.notSupplied.length === 0) return;
  sheet.heading(root, translate('documents.notSupplied'));
  sheet.list(root, absentOf(facts));
}

/** As the page and the mail tell it, and in UTC for whoever compares. */
function sentAt({ submittedAt, language, companyCountry }: ReceiptFacts): string {
  const utc = formatInstant(submittedAt, language);
  const local = formatInstant(submittedAt, language, companyCountry);
  return local === utc ? utc : `${local}\n${utc}`;
}

function rowsOf(facts: ReceiptFacts): readonly (readonly [string, string])[] {
  const translate = translatorFor(facts.language);
  const organization = printableLine(facts.organizationName ?? '');
  const remark = facts.isCompanyCorrect === false ? printableText(facts.remark ?? '') : '';
  const answer = translate(facts.isCompanyCorrect === false ? 'receipt.disputed' : 'receipt.confirmed');
  const via: readonly (readonly [string, string])[] =
    organization === '' ? [] : [[translate('request.via'), organization]];
  return [
    [translate('receipt.reference'), facts.reference],
    [translate('receipt.sentAt'), sentAt(facts)],
    ...lineRow(translate('request.for'), facts.companyName),
    ...lineRow(translate('company.vatNumber'), facts.vatNumber),
    ...lineRow(translate('details.name'), facts.personName),
    [translate(isOfVisitor(facts) ? 'prospect.email' : 'receipt.recipient'), printableLine(facts.recipientEmail)],
    [translate('receipt.to'), printableLine(facts.sellerName)],
    ...via,
    ...(isOfVisitor(facts)
      ? []
      : ([[translate('receipt.companyData'), remark === '' ? answer : `${answer}\n${remark}`]] as const)),
    [translate('privacy.title'), translate('privacy.version', { version: facts.privacyNoticeVersion })],
  ];
}

function isOfVisitor({ personName }: ReceiptFacts): boolean {
  return personName !== undefined;
}

function lineRow(term: string, fact: string | undefined): readonly (readonly [string, string])[] {
  return fact === undefined ? [] : [[term, printableLine(fact)]];
}

function itemsOf({ files, language }: ReceiptFacts) {
  const translate = translatorFor(language);
  return files.map(({ type, fileName, byteSize, sha256 }) => ({
    title: printableLine(fileName),
    lines: [`${translate(`documentType.${type}`)} · ${formatByteSize(byteSize, language)}`, `SHA-256 ${sha256}`],
  }));
}

function absentOf({ notSupplied, language }: ReceiptFacts) {
  const translate = translatorFor(language);
  return notSupplied.map(({ type, reason }) => ({
    title: translate(`documentType.${type}`),
    lines: reason === undefined ? [] : printableText(reason).split('\n'),
  }));
}
