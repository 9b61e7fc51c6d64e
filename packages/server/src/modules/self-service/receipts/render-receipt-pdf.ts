import { formatByteSize, formatInstant, translatorFor } from '../../texts/index.ts';
import { makePdf } from './make-pdf.ts';
import { printableLine, printableText } from './printable.ts';
import type { ReceiptFacts } from './receipt-facts.ts';
import { type PdfElement, type ReceiptSheet, STYLES } from './receipt-sheet.ts';

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
      language: facts.language,
      title: `${translate('receipt.heading')} ${facts.reference}`,
      madeAt: facts.submittedAt,
      footer: (page, pages) => [left, translate('receipt.page', { page, pages })],
    },
    (sheet, root) => drawReceipt(sheet, root, facts),
  );
}

function drawReceipt(sheet: ReceiptSheet, root: PdfElement, facts: ReceiptFacts): void {
  const translate = translatorFor(facts.language);
  const names = { seller: printableLine(facts.sellerName), company: printableLine(facts.companyName) };
  sheet.paragraph(root, translate('receipt.heading'), { tag: 'H1', style: STYLES.title });
  sheet.paragraph(root, translate('mail.receipt.text', names), { gap: 14 });
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
  const remark = facts.isCompanyCorrect ? '' : printableText(facts.remark ?? '');
  const answer = translate(facts.isCompanyCorrect ? 'receipt.confirmed' : 'receipt.disputed');
  const via: readonly (readonly [string, string])[] =
    organization === '' ? [] : [[translate('request.via'), organization]];
  return [
    [translate('receipt.reference'), facts.reference],
    [translate('receipt.sentAt'), sentAt(facts)],
    [translate('request.for'), printableLine(facts.companyName)],
    [translate('company.vatNumber'), printableLine(facts.vatNumber)],
    [translate('receipt.recipient'), printableLine(facts.recipientEmail)],
    [translate('receipt.to'), printableLine(facts.sellerName)],
    ...via,
    [translate('receipt.companyData'), remark === '' ? answer : `${answer}\n${remark}`],
    [translate('privacy.title'), translate('privacy.version', { version: facts.privacyNoticeVersion })],
  ];
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
