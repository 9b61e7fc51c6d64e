import { PDFDict, PDFDocument, PDFName, PDFStream } from '@cantoo/pdf-lib';
import { pdfTexts } from '../../modules/files/pdf-texts.test-support.ts';

export interface PdfReading {
  /** Of each page, white space as single blanks. */
  readonly pages: readonly string[];
  readonly title: string | undefined;
  /** Of the catalog: `Lang`, `MarkInfo` and the like, as PDF writes them. */
  readonly catalog: ReadonlyMap<string, string>;
  /** Names that stand as a key or value in any dictionary, those of the structure included. */
  readonly names: ReadonlySet<string>;
  readonly createdAt: Date | undefined;
}

/** What a PDF says and is made of: the text by the library that browsers show PDFs with, the structure by another. */
export async function readPdf(bytes: Uint8Array): Promise<PdfReading> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  const names = new Set<string>();
  for (const [, object] of document.context.enumerateIndirectObjects()) {
    const dictionary = object instanceof PDFStream ? object.dict : object;
    if (dictionary instanceof PDFDict) collectNames(dictionary, names);
  }
  const { catalog } = document;
  return {
    pages: await pdfTexts(bytes),
    title: document.getTitle(),
    catalog: new Map(catalog.entries().map(([key]) => [key.decodeText(), String(catalog.lookup(key))])),
    names,
    createdAt: document.getCreationDate(),
  };
}

function collectNames(dictionary: PDFDict, names: Set<string>): void {
  for (const [key, value] of dictionary.entries()) {
    names.add(key.decodeText());
    if (value instanceof PDFName) names.add(value.decodeText());
    if (value instanceof PDFDict) collectNames(value, names);
  }
}
