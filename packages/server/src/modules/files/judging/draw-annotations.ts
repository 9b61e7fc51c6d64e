import { PDFArray, PDFDict, PDFName, type PDFObject, PDFStream } from '@cantoo/pdf-lib';
import { forEachPage, readPages } from './pdf-pages.ts';
import { type Pdfium, saveDocument, usePdfium, withDocument } from './pdfium.ts';
import { ownInherited, pageDicts, readWrittenPdf, writePdf, type WrittenPdf } from './written-pdf.ts';

/** FLAT_NORMALDISPLAY: what a screen shows. */
const AS_ON_SCREEN = 0;
/** ISO 32000-1, 12.5.3: hidden, and not viewed. */
const UNSEEN_FLAGS = 0b10_0010;

/** Of the catalogue, what pages, fields and layers are drawn with. */
const DRAWN_WITH = new Set(['Type', 'Pages', 'AcroForm', 'OCProperties'].map((key) => PDFName.of(key)));

const ANNOTATIONS = PDFName.of('Annots');
const APPEARANCE = PDFName.of('AP');
const NORMAL = PDFName.of('N');
const LAYER = PDFName.of('OC');

interface DrawnPdf {
  readonly written: WrittenPdf;
  readonly numbers: readonly number[];
}

/** Draws annotations and fields into the pages, as a screen shows them. Undefined where that cannot be written or read. */
export async function drawAnnotations(written: WrittenPdf, numbers: readonly number[]): Promise<DrawnPdf | undefined> {
  const pages = pageDicts(written, numbers);
  if (!pages) return undefined;
  for (const page of pages) {
    ownInherited(page);
    for (const annotation of dictsIn(page.lookup(ANNOTATIONS))) keepLayer(annotation);
  }
  dropAllElse(written);
  const content = await writePdf(written);
  const drawn = await usePdfium((pdfium) =>
    withDocument(pdfium, content, { refuse: () => undefined, work: (document) => flatten(pdfium, document) }),
  );
  const flat = drawn?.flat && (await readWrittenPdf(drawn.flat));
  return flat && { written: flat, numbers: drawn.numbers };
}

function dictsIn(array: PDFObject | undefined): PDFDict[] {
  const objects = array instanceof PDFArray ? array.asArray().map((_, index) => array.lookup(index)) : [];
  return objects.filter((object) => object instanceof PDFDict);
}

/** An annotation's layer becomes that of its looks, one or one for each state, as the library draws these alone. */
function keepLayer(annotation: PDFDict): void {
  const layer = annotation.get(LAYER);
  const appearance = annotation.lookup(APPEARANCE);
  const looks = appearance instanceof PDFDict ? appearance.lookup(NORMAL) : undefined;
  if (!layer || !looks) return;
  const states = looks instanceof PDFDict ? looks.keys().map((state) => looks.lookup(state)) : [looks];
  for (const look of states) if (look instanceof PDFStream && !look.dict.has(LAYER)) look.dict.set(LAYER, layer);
}

/** Most of a large file is the structure of its text: the library would carry it along. */
function dropAllElse({ context }: WrittenPdf): void {
  const catalog = context.lookup(context.trailerInfo.Root);
  if (!(catalog instanceof PDFDict)) return;
  for (const key of catalog.keys()) if (!DRAWN_WITH.has(key)) catalog.delete(key);
}

interface Flattened {
  readonly flat: Buffer | undefined;
  readonly numbers: readonly number[];
}

function flatten(pdfium: Pdfium, document: number): Flattened {
  // Fields without an appearance of their own are drawn by the environment of forms only. It runs no scripts: the build has none.
  const info = pdfium.PDFiumExt_OpenFormFillInfo();
  const form = pdfium.PDFiumExt_InitFormFillEnvironment(document, info);
  try {
    forEachPage(pdfium, document, {
      isChosen: (index) => pdfium.EPDFPage_GetAnnotCountRaw(document, index) > 0,
      visit(page) {
        removeUnseen(pdfium, page);
        pdfium.FORM_OnAfterLoadPage(page, form);
        pdfium.FPDFPage_Flatten(page, AS_ON_SCREEN);
        pdfium.FORM_OnBeforeClosePage(page, form);
      },
    });
  } finally {
    pdfium.PDFiumExt_ExitFormFillEnvironment(form);
    pdfium.PDFiumExt_CloseFormFillInfo(info);
  }
  return { flat: saveDocument(pdfium, document), numbers: readPages(pdfium, document).numbers };
}

/** The library draws some of them all the same. */
function removeUnseen(pdfium: Pdfium, page: number): void {
  for (let index = pdfium.FPDFPage_GetAnnotCount(page) - 1; index >= 0; index -= 1) {
    const annotation = pdfium.FPDFPage_GetAnnot(page, index);
    const isUnseen = (pdfium.FPDFAnnot_GetFlags(annotation) & UNSEEN_FLAGS) !== 0;
    pdfium.FPDFPage_CloseAnnot(annotation);
    if (isUnseen) pdfium.FPDFPage_RemoveAnnot(page, index);
  }
}
