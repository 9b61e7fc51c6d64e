import { forEachPage } from './judging/pdf-pages.ts';
import { type Pdfium, usePdfium, withDocument } from './judging/pdfium.ts';

const UTF16_BYTES = 2;
/** How PDFium tells of a hyphen that ends a line: it may part a word, and then again be one of its own. */
const HYPHEN_AT_LINE_END = '\uFFFE';

/** The text of each page, white space as single blanks, by the library that browsers show PDFs with. */
export function pdfTexts(content: Uint8Array): Promise<string[]> {
  return usePdfium((pdfium) =>
    withDocument(pdfium, content, {
      refuse(reason): string[] {
        throw new Error(`the PDF does not open: ${reason}`);
      },
      work(document) {
        const texts: string[] = [];
        forEachPage(pdfium, document, {
          visit: (page) => texts.push(readable(textOf(pdfium, page))),
        });
        return texts;
      },
    }),
  );
}

function readable(text: string): string {
  return text.replaceAll(HYPHEN_AT_LINE_END, '-').replaceAll(/\s+/g, ' ').trim();
}

function textOf(pdfium: Pdfium, page: number): string {
  const text = pdfium.FPDFText_LoadPage(page);
  try {
    const byteSize = pdfium.FPDFText_CountChars(text) * UTF16_BYTES;
    if (byteSize <= 0) return '';
    return pdfium.borrow(byteSize + UTF16_BYTES, (at) => {
      pdfium.FPDFText_GetText(text, 0, byteSize / UTF16_BYTES, at);
      return pdfium.bytesAt(at, byteSize).toString('utf16le');
    });
  } finally {
    pdfium.FPDFText_ClosePage(text);
  }
}
