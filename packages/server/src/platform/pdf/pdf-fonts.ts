import { readFile } from 'node:fs/promises';

export type FontName = 'regular' | 'bold';

export interface PdfFonts extends Readonly<Record<FontName, Buffer>> {
  /** In both of them, by their own tables. */
  hasGlyph(codePoint: number): boolean;
}

let fonts: Promise<PdfFonts> | undefined;

/** Latin, Greek and Cyrillic, which is every language of the page. Read with the first paper. */
export function loadPdfFonts(): Promise<PdfFonts> {
  fonts ??= readFonts();
  return fonts;
}

async function readFonts(): Promise<PdfFonts> {
  const [regular, bold] = await Promise.all([readFont('DejaVuSans.ttf'), readFont('DejaVuSans-Bold.ttf')]);
  const { create } = await import('fontkit');
  const opened = [create(regular), create(bold)];
  return { regular, bold, hasGlyph: (codePoint) => opened.every((font) => font.hasGlyphForCodePoint(codePoint)) };
}

function readFont(file: string): Promise<Buffer> {
  return readFile(new URL(import.meta.resolve(`dejavu-fonts-ttf/ttf/${file}`)));
}
