import { buffer } from 'node:stream/consumers';
import { CharacterCodes } from './character-codes.ts';
import { loadPdfFonts } from './pdf-fonts.ts';
import { PdfPoster, POSTER_MARGINS } from './pdf-poster.ts';
import { type PdfDocument, type PdfElement, PdfSheet, SHEET_MARGINS, STYLES } from './pdf-sheet.ts';

interface PaperFacts {
  /** BCP 47, of its words. */
  readonly locale: string;
  /** Without anybody's name: the library puts it into the metadata's XML as it is. */
  readonly title: string;
  readonly madeAt: Date;
  /** PDF/A-3b (ISO 19005-3): to be kept for many years, and to be sealed. */
  readonly isArchival?: true;
}

export interface PdfFacts extends PaperFacts {
  /** Says at the end what a code in brackets is, where one had to be written. */
  readonly codesNote: string;
  /** At the foot of each page. */
  readonly footer: (page: number, pages: number) => readonly [left: string, right: string];
}

/** A tagged PDF 1.7, A4, with its fonts inside. The same facts and drawing give the same bytes. */
export async function makePdf(
  { footer, codesNote, ...facts }: PdfFacts,
  draw: (sheet: PdfSheet, root: PdfElement) => void,
): Promise<Buffer> {
  return makePaper({ ...facts, margins: SHEET_MARGINS }, ({ pdf, codes, root }) => {
    const sheet = new PdfSheet(pdf, codes);
    draw(sheet, root);
    // The foot counts too, before it is drawn.
    for (const words of footer(1, 1)) codes.shown(words);
    if (codes.areUsed) sheet.paragraph(root, codesNote, { style: STYLES.small });
    root.end();
    sheet.footers(footer);
  });
}

/** The same as one page to hang up, with nothing at its foot. */
export async function makePoster(
  facts: PaperFacts,
  draw: (poster: PdfPoster, root: PdfElement) => void,
): Promise<Buffer> {
  return makePaper({ ...facts, margins: POSTER_MARGINS }, ({ pdf, codes, root }) => {
    draw(new PdfPoster(pdf, codes), root);
    root.end();
  });
}

interface Paper {
  readonly pdf: PdfDocument;
  readonly codes: CharacterCodes;
  /** Whoever draws ends it. */
  readonly root: PdfElement;
}

async function makePaper(
  {
    locale,
    title,
    madeAt,
    isArchival,
    margins,
  }: PaperFacts & { readonly margins: PDFKit.PDFDocumentOptions['margins'] },
  draw: (paper: Paper) => void,
): Promise<Buffer> {
  // The library and the fonts are for these papers alone: a process that makes none never loads them.
  const [{ default: Pdf }, fonts] = await Promise.all([import('pdfkit'), loadPdfFonts()]);
  const pdf = new Pdf({
    size: 'A4',
    margins,
    pdfVersion: '1.7',
    tagged: true,
    ...(isArchival && { subset: 'PDF/A-3b' }),
    lang: locale,
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
  draw({ pdf, codes: new CharacterCodes(fonts.hasGlyph), root });
  pdf.end();
  return bytes;
}
