import type { Findings, Verdict, Refusal } from './judgement.ts';
import { drawAnnotations } from './draw-annotations.ts';
import { copyOfPages } from './keep-drawing.ts';
import { holdsActiveContent } from './pdf-active-content.ts';
import { type Pages, readPages } from './pdf-pages.ts';
import { type Pdfium, saveDocument, usePdfium, withDocument } from './pdfium.ts';
import { readWrittenPdf, type WrittenPdf } from './written-pdf.ts';

/** Of FPDF_GetFormType: the pages are made by a form program when the file is opened; what it holds asks to wait for them. */
const FORM_WITHOUT_PAGES = 2;

type Refused = { readonly refusal: Refusal };

interface ReadPdf extends Omit<Findings, 'activeContent'> {
  /** All that the library sees, written by it. */
  readonly whole: Buffer;
  readonly pages: Pages;
}

/**
 * Reads the document as viewers do, and makes the copy that reviewers get: pages with annotations and fields drawn into them, and
 * nothing else (decision 0022). The content is given away. @throws TooComplex
 */
export async function judgePdf(content: Buffer<ArrayBuffer>): Promise<Verdict> {
  const read = await usePdfium((pdfium) => readPdf(pdfium, content));
  // What follows needs as much again.
  content.buffer.transfer(0);
  if ('refusal' in read) return read;
  const { signed, encrypted, whole, pages } = read;
  const written = await readWrittenPdf(whole);
  if (!written) return { refusal: 'unreadable' };
  const activeContent = holdsActiveContent(written);
  const bytes = await copy(written, pages);
  if (!bytes) return { refusal: 'unreadable' };
  return { findings: { activeContent, signed, encrypted }, review: { mediaType: 'application/pdf', bytes } };
}

function readPdf(pdfium: Pdfium, content: Buffer): ReadPdf | Refused {
  return withDocument<ReadPdf | Refused>(pdfium, content, {
    refuse: (refusal) => ({ refusal }),
    work(document) {
      const pages = readPages(pdfium, document);
      const isProgram = pdfium.FPDF_GetFormType(document) === FORM_WITHOUT_PAGES;
      if (isProgram || pages.numbers.length === 0) return { refusal: 'no-pages' };
      const signed = isSigned(pdfium, document);
      const encrypted = pdfium.FPDF_GetSecurityHandlerRevision(document) >= 0;
      // What opens without a password is written in clear.
      if (encrypted) pdfium.EPDF_RemoveEncryption(document);
      const whole = saveDocument(pdfium, document);
      return whole ? { signed, encrypted, whole, pages } : { refusal: 'too-complex' };
    },
  });
}

/** The library counts the fields, the ones that wait for a signature too. */
function isSigned(pdfium: Pdfium, document: number): boolean {
  const fields = Array.from({ length: pdfium.FPDF_GetSignatureCount(document) }, (_, index) => index);
  return fields.some((index) => {
    const field = pdfium.FPDF_GetSignatureObject(document, index);
    return pdfium.FPDFSignatureObj_GetContents(field, 0, 0) > 0;
  });
}

/** Undefined where not every page comes out of it. */
async function copy(written: WrittenPdf, { numbers, haveAnnotations }: Pages): Promise<Uint8Array | undefined> {
  const drawn = haveAnnotations ? await drawAnnotations(written, numbers) : { written, numbers };
  const bytes = drawn && (await copyOfPages(drawn.written, drawn.numbers));
  return bytes && (await countPages(bytes)) === numbers.length ? bytes : undefined;
}

function countPages(content: Uint8Array): Promise<number> {
  const work = (pdfium: Pdfium, document: number): number => pdfium.FPDF_GetPageCount(document);
  return usePdfium((pdfium) =>
    withDocument(pdfium, content, { work: (document) => work(pdfium, document), refuse: () => 0 }),
  );
}
