import type { CharacterCodes } from './character-codes.ts';
import type { FontName } from './pdf-fonts.ts';

export type PdfDocument = PDFKit.PDFDocument;
export type PdfElement = PDFKit.PDFStructureElement;

/** In points, 72 to the inch. */
const MARGIN = 56;
const FOOTER_ROOM = 40;
const TERM_WIDTH = 150;
const COLUMN_GAP = 14;
const ROW_GAP = 7;
const LINE_GAP = 2;

export const INK = '#1b1f24';
export const QUIET = '#59636e';
const RULE = '#d0d7de';

export const SHEET_MARGINS = { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + FOOTER_ROOM } as const;

export interface Style {
  readonly font: FontName;
  readonly size: number;
  readonly color: string;
}

export const STYLES = {
  title: { font: 'bold', size: 20, color: INK },
  heading: { font: 'bold', size: 12.5, color: INK },
  body: { font: 'regular', size: 10, color: INK },
  strong: { font: 'bold', size: 10, color: INK },
  term: { font: 'regular', size: 10, color: QUIET },
  small: { font: 'regular', size: 8, color: QUIET },
} as const satisfies Record<string, Style>;

/** The types of the library do not know this option yet. */
type RowHeader = PDFKit.Mixins.StructureElementOptions & { readonly scope: 'Row' };

interface Place {
  readonly x?: number;
  readonly width?: number;
}

/**
 * Draws on A4 from the top down and tags what it draws, so that screen readers find headings, table and list (ISO 32000-1, 14.8).
 * What fits on one page is never cut in two.
 */
export class PdfSheet {
  readonly #pdf: PdfDocument;
  readonly #codes: CharacterCodes;

  constructor(pdf: PdfDocument, codes: CharacterCodes) {
    this.#pdf = pdf;
    this.#codes = codes;
  }

  paragraph(parent: PdfElement, text: string, options: { tag?: string; style?: Style; gap?: number } = {}): void {
    const { tag = 'P', style = STYLES.body, gap = 6 } = options;
    this.#keepTogether(this.#heightOf(text, style));
    parent.add(this.#pdf.struct(tag, {}, () => this.#write(text, style)));
    this.#pdf.y += gap;
  }

  /** A heading stays with at least `follows` points of what comes after it. */
  heading(parent: PdfElement, text: string, follows = 60): void {
    this.#pdf.y += 14;
    this.#keepTogether(this.#heightOf(text, STYLES.heading) + follows);
    this.rule();
    this.#pdf.y += 12;
    parent.add(this.#pdf.struct('H2', {}, () => this.#write(text, STYLES.heading)));
    this.#pdf.y += 8;
  }

  /** Terms on the left, facts on the right; a fact of several lines goes on beside an empty left. */
  table(parent: PdfElement, rows: readonly (readonly [term: string, fact: string])[]): void {
    const table = this.#pdf.struct('Table');
    parent.add(table);
    for (const [term, fact] of rows) this.#row(table, term, fact);
    table.end();
  }

  #row(table: PdfElement, term: string, fact: string): void {
    const pdf = this.#pdf;
    const left = { x: MARGIN, width: TERM_WIDTH };
    const right = { x: MARGIN + TERM_WIDTH + COLUMN_GAP, width: this.#width - TERM_WIDTH - COLUMN_GAP };
    this.#keepTogether(
      Math.max(this.#heightOf(term, STYLES.term, left.width), this.#heightOf(fact, STYLES.body, right.width)),
    );
    const { y: top } = pdf;
    const page = this.pageCount;
    let termEnd = top;
    const rowHeader: RowHeader = { scope: 'Row' };
    const row = pdf.struct('TR');
    table.add(row);
    row.add(
      pdf.struct('TH', rowHeader, () => {
        this.#write(term, STYLES.term, left);
        termEnd = pdf.y;
      }),
    );
    pdf.y = top;
    const cell = pdf.struct('TD');
    row.add(cell);
    for (const line of fact.split('\n'))
      cell.add(pdf.struct('P', {}, () => this.#write(line || ' ', STYLES.body, right)));
    row.end();
    if (this.pageCount === page) pdf.y = Math.max(pdf.y, termEnd);
    pdf.y += ROW_GAP;
    pdf.x = MARGIN;
  }

  /** Numbered items, each a bold line and quieter ones below it. */
  list(parent: PdfElement, items: readonly { readonly title: string; readonly lines: readonly string[] }[]): void {
    const list = this.#pdf.struct('L');
    parent.add(list);
    items.forEach((item, index) => this.#item(list, `${index + 1}.`, item));
    list.end();
  }

  #item(list: PdfElement, label: string, item: { readonly title: string; readonly lines: readonly string[] }): void {
    const pdf = this.#pdf;
    const indent = 26;
    const body = { x: MARGIN + indent, width: this.#width - indent };
    const heights = item.lines.map((line) => this.#heightOf(line, STYLES.small, body.width));
    this.#keepTogether(
      heights.reduce((sum, height) => sum + height, this.#heightOf(item.title, STYLES.strong, body.width)),
    );
    const { y: top } = pdf;
    const entry = pdf.struct('LI');
    list.add(entry);
    entry.add(pdf.struct('Lbl', {}, () => this.#write(label, STYLES.term, { x: MARGIN, width: indent })));
    pdf.y = top;
    const content = pdf.struct('LBody');
    entry.add(content);
    content.add(pdf.struct('P', {}, () => this.#write(item.title, STYLES.strong, body)));
    for (const line of item.lines) content.add(pdf.struct('P', {}, () => this.#write(line, STYLES.small, body)));
    entry.end();
    pdf.y += ROW_GAP + 2;
    pdf.x = MARGIN;
  }

  /** At the foot of every page, once all of them are there; for readers of the structure it does not exist. */
  footers(lineOf: (page: number, pages: number) => readonly [left: string, right: string]): void {
    const pdf = this.#pdf;
    const { start, count } = pdf.bufferedPageRange();
    for (let page = start; page < start + count; page += 1) {
      pdf.switchToPage(page);
      // The footer stands where text would start a new page.
      pdf.page.margins.bottom = 0;
      const [left, right] = lineOf(page + 1, count);
      pdf.y = pdf.page.height - MARGIN - FOOTER_ROOM / 2;
      this.rule();
      pdf.y += 8;
      const { y } = pdf;
      const half = { height: 24, ellipsis: true };
      pdf.markContent('Artifact', { type: 'Pagination' });
      this.#style(STYLES.small);
      pdf.text(this.#codes.shown(left), MARGIN, y, { ...half, width: this.#width - 130 });
      pdf.text(this.#codes.shown(right), pdf.page.width - MARGIN - 120, y, { ...half, width: 120, align: 'right' });
      pdf.endMarkedContent();
    }
  }

  rule(): void {
    const pdf = this.#pdf;
    pdf.markContent('Artifact', { type: 'Layout' });
    pdf
      .moveTo(MARGIN, pdf.y)
      .lineTo(pdf.page.width - MARGIN, pdf.y)
      .lineWidth(0.75)
      .stroke(RULE);
    pdf.endMarkedContent();
  }

  get pageCount(): number {
    return this.#pdf.bufferedPageRange().count;
  }

  get #width(): number {
    return this.#pdf.page.width - 2 * MARGIN;
  }

  #style({ font, size, color }: Style): void {
    this.#pdf.font(font, size).fillColor(color);
  }

  #write(text: string, style: Style, { x = MARGIN, width = this.#width }: Place = {}): void {
    this.#style(style);
    this.#pdf.text(this.#codes.shown(text), x, this.#pdf.y, { width, lineGap: LINE_GAP });
  }

  #heightOf(text: string, style: Style, width = this.#width): number {
    this.#pdf.font(style.font, style.size);
    return this.#pdf.heightOfString(this.#codes.shown(text), { width, lineGap: LINE_GAP });
  }

  #keepTogether(height: number): void {
    const { height: pageHeight, margins } = this.#pdf.page;
    const fits = this.#pdf.y + height <= pageHeight - margins.bottom;
    if (!fits && height <= pageHeight - margins.top - margins.bottom) this.#pdf.addPage();
  }
}
