import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFNull,
  type PDFObject,
  PDFRef,
  PDFStream,
  PDFString,
} from '@cantoo/pdf-lib';
import type { WrittenPdf } from './written-pdf.ts';

/** ISO 32000-1, 12.6.4: actions that run code, leave the document or send something. */
const ACTIVE_ACTIONS = new Set([
  'GoTo3DView',
  'GoToE',
  'GoToR',
  'ImportData',
  'JavaScript',
  'Launch',
  'Movie',
  'Rendition',
  'RichMediaExecute',
  'Sound',
  'SubmitForm',
]);
/** Annotations and streams that hold programs, films or files. */
const ACTIVE_SUBTYPES = new Set(['3D', 'FileAttachment', 'Movie', 'PS', 'RichMedia', 'Screen', 'Sound']);
const ACTIVE_KEYS = new Set(['RichMediaContent', 'RichMediaSettings']);
const NAME_TREES = new Set(['EmbeddedFiles', 'JavaScript']);
/** The keys that are looked at below; most of a file has others, and a name is decoded anew each time. */
const TOLD_KEYS: ReadonlySet<PDFName> = new Set(
  [...ACTIVE_KEYS, ...NAME_TREES, 'S', 'Subtype', 'Type', 'OpenAction', 'AA', 'JS', 'EF', 'XFA', 'URI'].map((key) =>
    PDFName.of(key),
  ),
);
const FILE_KEYS = ['F', 'UF', 'DOS', 'Mac', 'Unix'];
const ACTIVE_ADDRESS = /^[\s\0]*(?:javascript|vbscript|file|data):/i;
/** Of a trailer, what leads to anything: offices hide a whole document behind a name of their own. */
const TRAILER_KEYS = new Set(['Root', 'Info', 'Size', 'Prev', 'ID', 'XRefStm']);

/** Whether anything that PDFium sees in the file would run, leave the document or hold another file. */
export function holdsActiveContent(written: WrittenPdf): boolean {
  const { context, trailer } = written;
  const leads = trailer.entries().some(([key, value]) => !TRAILER_KEYS.has(key.decodeText()) && holdsObjects(value));
  return leads || hasActiveContent(objectsOf(written), context);
}

function objectsOf({ context, trailer }: WrittenPdf): PDFObject[] {
  return [trailer, ...context.enumerateIndirectObjects().map(([, object]) => object)];
}

function holdsObjects(value: PDFObject): boolean {
  return value instanceof PDFRef || value instanceof PDFDict || value instanceof PDFArray;
}

/** Looks at every dictionary, nested ones included, with all references followed one step. */
function hasActiveContent(objects: readonly PDFObject[], context: PDFContext): boolean {
  const waiting: PDFObject[] = [...objects];
  for (let object = waiting.pop(); object !== undefined; object = waiting.pop()) {
    if (object instanceof PDFStream) object = object.dict;
    if (object instanceof PDFArray) waiting.push(...partsOf(object.asArray()));
    if (!(object instanceof PDFDict)) continue;
    if (isActive(object, context)) return true;
    waiting.push(...partsOf(object.values()));
  }
  return false;
}

function partsOf(values: readonly PDFObject[]): PDFObject[] {
  return values.filter((value) => value instanceof PDFDict || value instanceof PDFArray || value instanceof PDFStream);
}

function isActive(dict: PDFDict, context: PDFContext): boolean {
  return dict.entries().some(([key, written]) => {
    if (!TOLD_KEYS.has(key)) return false;
    const value = context.lookup(written);
    return value !== undefined && value !== PDFNull && isActiveEntry(key.decodeText(), value, context);
  });
}

function isActiveEntry(key: string, value: PDFObject, context: PDFContext): boolean {
  if (NAME_TREES.has(key)) return !isEmptyTree(value);
  if (ACTIVE_KEYS.has(key)) return true;
  switch (key) {
    case 'S':
      return value instanceof PDFName && ACTIVE_ACTIONS.has(value.decodeText());
    case 'Subtype':
      return value instanceof PDFName && ACTIVE_SUBTYPES.has(value.decodeText());
    case 'Type':
      return value === PDFName.of('EmbeddedFile');
    case 'OpenAction':
      return value instanceof PDFDict && !isGoTo(value);
    case 'AA':
      return value instanceof PDFDict && value.values().some((each) => isAction(context.lookup(each)));
    case 'JS':
      return value instanceof PDFString || value instanceof PDFHexString;
    case 'EF':
      return value instanceof PDFDict && FILE_KEYS.some((each) => value.has(PDFName.of(each)));
    case 'XFA':
      return !(value instanceof PDFArray && value.size() === 0);
    case 'URI':
      return (value instanceof PDFString || value instanceof PDFHexString) && ACTIVE_ADDRESS.test(value.decodeText());
    default:
      return false;
  }
}

/** Honest programs write it to open at a page. */
function isGoTo(action: PDFDict): boolean {
  return action.lookup(PDFName.of('S')) === PDFName.of('GoTo');
}

function isAction(value: PDFObject | undefined): boolean {
  return value instanceof PDFDict && value.has(PDFName.of('S'));
}

/** Some writers leave the tree when the last entry has gone. */
function isEmptyTree(value: PDFObject): boolean {
  if (!(value instanceof PDFDict)) return false;
  const names = value.lookup(PDFName.of('Names'));
  return !value.has(PDFName.of('Kids')) && (names === undefined || (names instanceof PDFArray && names.size() === 0));
}
