import { buffer } from 'node:stream/consumers';
import { type Language, localeOf, translatorFor } from '../../texts/index.ts';
import { CharacterCodes } from './character-codes.ts';
import { loadReceiptFonts } from './receipt-fonts.ts';
import { type PdfElement, ReceiptSheet, SHEET, STYLES } from './receipt-sheet.ts';

export interface PdfFacts {
  readonly language: Language;
  /** Without anybody's name: the library puts it into the metadata's XML as it is. */
  readonly title: string;
  readonly madeAt: Date;
  /** At the foot of each page. */
  readonly footer: (page: number, pages: number) => readonly [left: string, right: string];
}

/** A tagged PDF 1.7, A4, with its fonts inside. The same facts and drawing give the same bytes. */
export async function makePdf(
  { language, title, madeAt, footer }: PdfFacts,
  draw: (sheet: ReceiptSheet, root: PdfElement) => void,
): Promise<Buffer> {
  // The library and the fonts are for these papers alone: a process that makes none never loads them.
  const [{ default: Pdf }, fonts] = await Promise.all([import('pdfkit'), loadReceiptFonts()]);
  const pdf = new Pdf({
    ...SHEET,
    pdfVersion: '1.7',
    tagged: true,
    lang: localeOf(language),
    displayTitle: true,
    bufferPages: true,
    // None to begin with: the library's own default is one that is not embedded.
    font: '',
    info: { Title: title, CreationDate: madeAt, ModDate: madeAt },
  });
  pdf.registerFont('regular', fonts.regular).registerFont('bold', fonts.bold);
  const bytes = buffer(pdf);
  const root: PdfElement = pdf.struct('Document');
  pdf.addStructure(root);
  const codes = new CharacterCodes(fonts.hasGlyph);
  const sheet = new ReceiptSheet(pdf, codes);
  draw(sheet, root);
  // The foot counts too, before it is drawn.
  for (const words of footer(1, 1)) codes.shown(words);
  if (codes.areUsed) sheet.paragraph(root, translatorFor(language)('receipt.codes'), { style: STYLES.small });
  root.end();
  sheet.footers(footer);
  pdf.end();
  return bytes;
}
