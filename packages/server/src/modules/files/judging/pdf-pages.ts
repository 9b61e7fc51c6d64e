import type { Pdfium } from './pdfium.ts';

export interface Pages {
  /** The numbers of their objects, of those that can be shown at all. */
  readonly numbers: readonly number[];
  readonly haveAnnotations: boolean;
}

/** Loads none of them, as that reads all that is drawn on it. */
export function readPages(pdfium: Pdfium, document: number): Pages {
  const indices = Array.from({ length: pdfium.FPDF_GetPageCount(document) }, (_, index) => index);
  const numbers = indices.map((index) => pdfium.EPDFDoc_GetPageObjectNumberByIndex(document, index));
  return {
    numbers: numbers.filter((number) => number > 0),
    haveAnnotations: indices.some((index) => pdfium.EPDFPage_GetAnnotCountRaw(document, index) > 0),
  };
}

/** Of the pages that can be shown at all, and that are chosen. */
export function forEachPage(
  pdfium: Pdfium,
  document: number,
  { visit, isChosen = () => true }: { visit(page: number): void; isChosen?(index: number): boolean },
): void {
  const pageCount = pdfium.FPDF_GetPageCount(document);
  for (let index = 0; index < pageCount; index += 1) {
    const page = isChosen(index) ? pdfium.FPDF_LoadPage(document, index) : 0;
    if (page === 0) continue;
    visit(page);
    pdfium.FPDF_ClosePage(page);
  }
}
