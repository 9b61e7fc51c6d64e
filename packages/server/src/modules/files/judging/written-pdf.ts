import {
  type PDFContext,
  PDFDict,
  PDFName,
  PDFNull,
  type PDFObject,
  PDFParser,
  PDFRawStream,
  PDFRef,
  PDFWriter,
} from '@cantoo/pdf-lib';

export interface WrittenPdf {
  readonly context: PDFContext;
  /** Whole: the context keeps the entries of the standard only. */
  readonly trailer: PDFDict;
}

/** Streams that hold objects: in a file that PDFium wrote every object stands for itself, and these are what a file once was. */
const CONTAINERS: ReadonlySet<PDFObject | undefined> = new Set(['ObjStm', 'XRef'].map((name) => PDFName.of(name)));

class WrittenPdfParser extends PDFParser {
  constructor(bytes: Uint8Array) {
    super(bytes, Infinity);
  }

  objectAt(offset: number): PDFObject {
    this.bytes.moveTo(offset);
    return this.parseObject();
  }

  protected override parseDictOrStream(
    ...of: Parameters<PDFParser['parseDictOrStream']>
  ): ReturnType<PDFParser['parseDictOrStream']> {
    const object = super.parseDictOrStream(...of);
    if (object instanceof PDFRawStream && CONTAINERS.has(object.dict.get(PDFName.of('Type')))) {
      object.dict.delete(PDFName.of('Type'));
    }
    return object;
  }
}

/**
 * The objects of a file that PDFium wrote: one definition each, none hidden, every length right, the trailer at the end. No bytes of a
 * stranger's come here. Undefined where the two libraries do not understand each other.
 */
export async function readWrittenPdf(bytes: Buffer): Promise<WrittenPdf | undefined> {
  // The table tells nothing that the objects do not, and the library reads one with many gaps in minutes.
  const tableAt = bytes.lastIndexOf('\nxref');
  try {
    const context = await new WrittenPdfParser(bytes.subarray(0, tableAt)).parseDocument();
    const trailer = new WrittenPdfParser(bytes).objectAt(bytes.indexOf('trailer', tableAt) + 'trailer'.length);
    if (tableAt < 0 || !(trailer instanceof PDFDict)) return undefined;
    context.trailerInfo = { Root: trailer.get(PDFName.of('Root')) ?? PDFNull };
    return { context, trailer };
  } catch {
    return undefined;
  }
}

export function writePdf({ context }: Pick<WrittenPdf, 'context'>): Promise<Uint8Array> {
  // A table with many gaps is written as slowly as it is read.
  for (let number = 1; number < context.largestObjectNumber; number += 1) {
    const ref = PDFRef.of(number);
    if (!context.lookup(ref)) context.assign(ref, PDFNull);
  }
  return PDFWriter.forContext(context, Infinity).serializeToBuffer();
}

/** The objects of these numbers; undefined where one of them is no page. A page may stand in a document twice. */
export function pageDicts({ context }: WrittenPdf, numbers: readonly number[]): PDFDict[] | undefined {
  const pages = [...new Set(numbers)].map((number) => context.lookup(PDFRef.of(number)));
  return pages.every((page) => page instanceof PDFDict) ? pages : undefined;
}

/** ISO 32000-1, 7.7.3.4: what a page may leave to the nodes above it. */
const INHERITED = ['MediaBox', 'CropBox', 'Rotate', 'Resources'].map((name) => PDFName.of(name));

/** Gives the page what the nodes above it say, as PDFium takes what the page itself lacks for empty when it draws into it. */
export function ownInherited(page: PDFDict): void {
  const seen = new Set<PDFObject>();
  for (let node = parentOf(page); node && !seen.has(node); node = parentOf(node)) {
    seen.add(node);
    for (const key of INHERITED) {
      const value = node.get(key);
      if (value && !page.lookup(key)) page.set(key, value);
    }
  }
}

function parentOf(node: PDFDict): PDFDict | undefined {
  const parent = node.lookup(PDFName.of('Parent'));
  return parent instanceof PDFDict ? parent : undefined;
}
