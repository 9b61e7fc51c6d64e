import {
  PDFArray,
  PDFContext,
  PDFDict,
  PDFName,
  type PDFObject,
  PDFObjectCopier,
  PDFRef,
  PDFStream,
} from '@cantoo/pdf-lib';
import { TooComplex } from './too-complex.ts';
import { ownInherited, pageDicts, writePdf, type WrittenPdf } from './written-pdf.ts';

/** The library has one object for each name. */
const names = (text: string): ReadonlySet<PDFObject | undefined> =>
  new Set(text.split(/\s+/).map((name) => PDFName.of(name)));

/** ISO 32000-1, 7.7.3.3: of a page. */
const PAGE_KEYS = names('Type MediaBox CropBox Rotate UserUnit Resources Contents Group');
/** 7.8.3: what these name is named by the file, and any name may be there. */
const RESOURCES = names('ExtGState ColorSpace Pattern Shading XObject Font Properties');
/** All that streams, fonts, colours, patterns, functions, masks, pictures and layers need to be drawn (7.4, 7.10, 8, 9, 11). */
const DRAWING_KEYS = names(`
  Type Subtype S
  Length Filter DecodeParms DL Predictor Colors BitsPerComponent Columns EarlyChange K EndOfLine EncodedByteAlign Rows EndOfBlock
  BlackIs1 DamagedRowsBeforeError JBIG2Globals ColorTransform
  FunctionType Domain Range Size BitsPerSample Order Encode Decode C0 C1 N Functions Bounds
  LW LC LJ ML D RI OP op OPM Font BG BG2 UCR UCR2 TR TR2 FL SM SA BM SMask CA ca AIS TK UseBlackPtComp G BC
  WhitePoint BlackPoint Gamma Matrix Alternate
  PatternType PaintType TilingType BBox XStep YStep Resources Shading ExtGState
  ShadingType ColorSpace Background AntiAlias Function Coords Extend BitsPerCoordinate BitsPerFlag VerticesPerRow
  Width Height Intent ImageMask Mask Interpolate SMaskInData Matte
  FormType Group CS I OC OCGs P VE Name
  BaseState ON OFF AS Event Category Usage View ViewState Print PrintState Export ExportState
  BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode FontBBox FontMatrix CharProcs DescendantFonts CIDSystemInfo
  Registry Ordering Supplement DW W DW2 W2 CIDToGIDMap BaseEncoding Differences CMapName WMode UseCMap
  FontName FontFamily FontStretch FontWeight Flags ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth
  MissingWidth FontFile FontFile2 FontFile3 CharSet CIDSet Lang Length1 Length2 Length3`);
const RESOURCES_KEY = PDFName.of('Resources');
const GLYPHS_KEY = PDFName.of('CharProcs');
/** Of what a dictionary may say that it is. */
const KINDS: ReadonlyMap<PDFName, ReadonlySet<PDFObject | undefined>> = new Map([
  [PDFName.of('Type'), names('Page XObject Font FontDescriptor Encoding CMap ExtGState Pattern Group Mask OCG OCMD')],
  [
    PDFName.of('Subtype'),
    names('Image Form Type0 Type1 MMType1 Type3 TrueType CIDFontType0 CIDFontType2 Type1C CIDFontType0C OpenType'),
  ],
  [PDFName.of('S'), names('Transparency Alpha Luminosity')],
]);

type Kind = 'page' | 'resources' | 'named' | 'drawing';
type Held = readonly [object: PDFObject, kind: Kind];

/**
 * Keeps of a document what draws its pages, key by key, and drops every object that nothing kept refers to: whatever else a page or a
 * font may carry needs not be known here. Undefined where one of them is no page.
 */
export async function copyOfPages(written: WrittenPdf, numbers: readonly number[]): Promise<Uint8Array | undefined> {
  const { context } = written;
  const pages = pageDicts(written, numbers);
  if (!pages) return undefined;
  for (const page of pages) ownInherited(page);
  const catalog = context.lookup(context.trailerInfo.Root);
  const layers = catalog instanceof PDFDict ? catalog.lookup(PDFName.of('OCProperties')) : undefined;
  keepKnown(pages, layers);
  return writeAnew(written, numbers, layers);
}

/** All that is referred to, in a new document. */
function writeAnew(
  { context }: WrittenPdf,
  numbers: readonly number[],
  layers: PDFObject | undefined,
): Promise<Uint8Array> {
  const fresh = PDFContext.create();
  const copier = PDFObjectCopier.for(context, fresh);
  try {
    const kids = numbers.map((number) => copier.copy(PDFRef.of(number)));
    const tree = fresh.register(fresh.obj({ Type: 'Pages', Kids: kids, Count: kids.length }));
    for (const page of kids) fresh.lookup(page, PDFDict).set(PDFName.of('Parent'), tree);
    const root = fresh.obj({ Type: 'Catalog', Pages: tree, ...(layers && { OCProperties: copier.copy(layers) }) });
    fresh.trailerInfo = { Root: fresh.register(root) };
  } catch (error) {
    // References that go deeper than the stack.
    if (error instanceof RangeError) throw new TooComplex();
    throw error;
  }
  return writePdf({ context: fresh });
}

/** Takes away what is not known. Who refers to one object in two ways gets what both of them know. */
function keepKnown(pages: readonly PDFDict[], layers: PDFObject | undefined): void {
  const isPage: ReadonlySet<PDFObject | undefined> = new Set(pages);
  const seen = new Map<PDFObject, Set<Kind>>();
  const waiting: Held[] = pages.map((page) => [page, 'page']);
  if (layers) waiting.push([layers, 'drawing']);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [object, kind] = next;
    const kinds = seen.get(object) ?? new Set();
    if (kinds.has(kind) || (kind !== 'page' && isPage.has(object))) continue;
    seen.set(object, kinds.add(kind));
    waiting.push(...heldBy(object, kind));
  }
}

/** What the object holds, and how, after it has lost what is not known. */
function heldBy(object: PDFObject, kind: Kind): Held[] {
  if (object instanceof PDFArray) return object.asArray().flatMap((_, index) => held(object.lookup(index), 'drawing'));
  const dict = object instanceof PDFStream ? object.dict : object;
  if (!(dict instanceof PDFDict)) return [];
  return dict.entries().flatMap(([key]): Held[] => {
    const value = dict.lookup(key);
    if (isKnown(kind, key, value)) return held(value, kindBelow(kind, key));
    dict.delete(key);
    return [];
  });
}

function held(object: PDFObject | undefined, kind: Kind): Held[] {
  return object ? [[object, kind]] : [];
}

function isKnown(kind: Kind, key: PDFName, value: PDFObject | undefined): boolean {
  if (kind === 'resources') return RESOURCES.has(key);
  if (kind === 'named') return [PDFDict, PDFStream, PDFArray, PDFName].some((type) => value instanceof type);
  if (!(kind === 'page' ? PAGE_KEYS : DRAWING_KEYS).has(key)) return false;
  return KINDS.get(key)?.has(value) ?? true;
}

function kindBelow(kind: Kind, key: PDFName): Kind {
  if (kind === 'resources') return 'named';
  if (kind === 'named') return 'drawing';
  if (key === RESOURCES_KEY) return 'resources';
  return key === GLYPHS_KEY ? 'named' : 'drawing';
}
