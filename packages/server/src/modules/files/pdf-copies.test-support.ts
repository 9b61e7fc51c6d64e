import { PDFArray, PDFDict, PDFDocument, PDFName, type PDFObject, PDFStream } from '@cantoo/pdf-lib';

/** What no copy may hold, as a key or as a name: catalogues, actions, scripts, annotations, forms, files, and what is about them. */
const FORBIDDEN = new Set(
  `A AA AF AcroForm Annots Annot Action Dests EF EmbeddedFile EmbeddedFiles Encrypt F FileAttachment Filespec GoToE GoToR ImportData Info JS
  JavaScript Launch Metadata Movie Names Next ObjStm OpenAction Outlines PS PieceInfo Rendition RichMedia RichMediaContent
  RichMediaSettings Screen Sig Sound StructTreeRoot SubmitForm Thumb URI Widget XFA XRef 3D`.split(/\s+/),
);

/** The forbidden names that stand in any object of the file, reachable or not. */
export async function forbiddenIn(content: Uint8Array): Promise<string[]> {
  const { context } = await PDFDocument.load(content, { updateMetadata: false, throwOnInvalidObject: true });
  const found = new Set<string>();
  const waiting: PDFObject[] = context.enumerateIndirectObjects().map(([, object]) => object);
  for (let object = waiting.pop(); object; object = waiting.pop()) {
    if (object instanceof PDFName && FORBIDDEN.has(object.decodeText())) found.add(object.decodeText());
    if (object instanceof PDFArray) waiting.push(...object.asArray());
    const dict = object instanceof PDFStream ? object.dict : object;
    if (!(dict instanceof PDFDict)) continue;
    for (const [key, value] of dict.entries()) {
      waiting.push(value);
      if (FORBIDDEN.has(key.decodeText()) && !isResource(dict.lookup(key))) found.add(key.decodeText());
    }
  }
  const trailer = Object.entries(context.trailerInfo).filter(([, value]) => value !== undefined);
  return [...found, ...trailer.map(([key]) => key).filter((key) => FORBIDDEN.has(key))].sort();
}

/** A font, a form or a picture may have any name. */
function isResource(value: PDFObject | undefined): boolean {
  const dict = value instanceof PDFStream ? value.dict : value;
  const kind = dict instanceof PDFDict ? dict.lookup(PDFName.of('Subtype')) : undefined;
  return kind instanceof PDFName && ['Form', 'Image', 'Type1'].includes(kind.decodeText());
}
