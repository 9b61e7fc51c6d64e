import { forEachPage } from './judging/pdf-pages.ts';
import { type Pdfium, usePdfium, withDocument } from './judging/pdfium.ts';

const UTF16_BYTES = 2;

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
          visit: (page) => texts.push(textOf(pdfium, page).replaceAll(/\s+/g, ' ').trim()),
        });
        return texts;
      },
    }),
  );
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
