import { readFile } from 'node:fs/promises';

export type FontName = 'regular' | 'bold';

export type ReceiptFonts = Readonly<Record<FontName, Buffer>>;

let fonts: Promise<ReceiptFonts> | undefined;

/** Latin, Greek and Cyrillic, which is every language of the page. Read with the first receipt. */
export function loadReceiptFonts(): Promise<ReceiptFonts> {
  fonts ??= readFonts();
  return fonts;
}

async function readFonts(): Promise<ReceiptFonts> {
  const [regular, bold] = await Promise.all([readFont('DejaVuSans.ttf'), readFont('DejaVuSans-Bold.ttf')]);
  return { regular, bold };
}

function readFont(file: string): Promise<Buffer> {
  return readFile(new URL(import.meta.resolve(`dejavu-fonts-ttf/ttf/${file}`)));
}
