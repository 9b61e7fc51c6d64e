import type { CharacterCodes } from './character-codes.ts';
import type { PdfDocument, PdfElement, Style } from './pdf-sheet.ts';
import { INK, QUIET } from './pdf-sheet.ts';

/** In points, 72 to the inch. */
const MARGIN = 48;
const LINE_GAP = 3;
const GAP = 12;
const LOGO = { width: 240, height: 60 } as const;
const HEADING_SIZES = [36, 30, 25, 21, 18, 15, 13] as const;

export const POSTER_MARGINS = { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN } as const;

export const POSTER_STYLES = {
  strong: { font: 'regular', size: 21, color: INK },
  line: { font: 'regular', size: 16, color: INK },
  small: { font: 'regular', size: 12, color: QUIET },
} as const satisfies Record<string, Style>;

export interface PosterLine {
  readonly text: string;
  readonly style: Style;
}

/** Squares of a grid, those side by side in a row as one. */
export interface GridDrawing {
  readonly moduleCount: number;
  readonly runs: readonly { readonly x: number; readonly y: number; readonly width: number }[];
  readonly color: string;
}

/** The types of the library do not know this option yet. */
type FigureOptions = PDFKit.Mixins.StructureElementOptions & { readonly bbox: [number, number, number, number] };

/** One page, drawn from the top down in its middle, and tagged (ISO 32000-1, 14.8). Nothing begins a second one. */
export class PdfPoster {
  readonly #pdf: PdfDocument;
  readonly #codes: CharacterCodes;

  constructor(pdf: PdfDocument, codes: CharacterCodes) {
    this.#pdf = pdf;
    this.#codes = codes;
    // Text that reached it would start a new page.
    pdf.page.margins.bottom = 0;
  }

  /** Points left below what was drawn. */
  get room(): number {
    return this.#pdf.page.height - MARGIN - this.#pdf.y;
  }

  heightOf(lines: readonly PosterLine[]): number {
    return lines.reduce((sum, { text, style }) => sum + this.#textHeight(text, style) + GAP, 0);
  }

  /** As large as it goes into `maxHeight`; what does not even so is cut. */
  heading(parent: PdfElement, text: string, maxHeight: number): void {
    const styles = HEADING_SIZES.map((size): Style => ({ font: 'bold', size, color: INK }));
    const fitting = styles.find((style) => this.#textHeight(text, style) <= maxHeight);
    const smallest: Style = { font: 'bold', size: HEADING_SIZES.at(-1) ?? 0, color: INK };
    this.#write(parent, { tag: 'H1', text, style: fitting ?? smallest, maxHeight });
  }

  line(parent: PdfElement, line: PosterLine): void {
    this.#write(parent, line);
  }

  picture(
    parent: PdfElement,
    picture: { readonly png: Uint8Array; readonly width: number; readonly height: number; readonly alt: string },
  ): void {
    const scale = Math.min(LOGO.width / picture.width, LOGO.height / picture.height);
    const size = { width: picture.width * scale, height: picture.height * scale };
    this.#figure(parent, { ...size, alt: picture.alt }, (x, y) => {
      this.#pdf.image(Buffer.from(picture.png), x, y, size);
    });
    this.#pdf.y += GAP;
  }

  /** One path, filled once: between squares that were filled one by one printers leave hairlines. */
  figure(
    parent: PdfElement,
    { alt, side }: { readonly alt: string; readonly side: number },
    drawing: GridDrawing,
  ): void {
    const unit = side / drawing.moduleCount;
    this.#figure(parent, { width: side, height: side, alt }, (left, top) => {
      for (const { x, y, width } of drawing.runs) this.#pdf.rect(left + x * unit, top + y * unit, width * unit, unit);
      this.#pdf.fill(drawing.color);
    });
  }

  #figure(
    parent: PdfElement,
    { width, height, alt }: { readonly width: number; readonly height: number; readonly alt: string },
    draw: (x: number, y: number) => void,
  ): void {
    const pdf = this.#pdf;
    const x = (pdf.page.width - width) / 2;
    const { y } = pdf;
    const options: FigureOptions = { alt: this.#codes.shown(alt), bbox: [x, y, x + width, y + height] };
    parent.add(pdf.struct('Figure', options, () => draw(x, y)));
    pdf.x = MARGIN;
    pdf.y = y + height;
  }

  #write(
    parent: PdfElement,
    { tag = 'P', text, style, maxHeight }: PosterLine & { readonly tag?: string; readonly maxHeight?: number },
  ): void {
    const pdf = this.#pdf;
    const limit = maxHeight === undefined ? {} : { height: maxHeight, ellipsis: true };
    parent.add(
      pdf.struct(tag, {}, () => {
        pdf
          .font(style.font, style.size)
          .fillColor(style.color)
          .text(this.#codes.shown(text), MARGIN, pdf.y, { ...this.#setting, ...limit });
      }),
    );
    pdf.y += GAP;
  }

  #textHeight(text: string, style: Style): number {
    this.#pdf.font(style.font, style.size);
    return this.#pdf.heightOfString(this.#codes.shown(text), this.#setting);
  }

  get #setting() {
    return { width: this.#pdf.page.width - 2 * MARGIN, align: 'center', lineGap: LINE_GAP } as const;
  }
}
