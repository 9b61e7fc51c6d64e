import { constants, inflateSync } from 'node:zlib';
import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFObjectStreamParser,
  PDFParser,
  PDFRawStream,
  PDFRef,
  PDFStreamParsingError,
} from '@cantoo/pdf-lib';
import { TooComplex } from './too-complex.ts';

const MAX_OBJECTS = 300_000;
const MAX_EXPANDED_BYTES = 64 * 1024 * 1024;
/** Where an object cannot be read, so many bytes of it are searched for names. */
const MAX_SUSPECT_BYTES = 64 * 1024;
const OBJECT_HEADER = /(?:^|\D)(\d{1,9})[\s\0]+(\d{1,5})[\s\0]*$/;
const OPENS_DICTIONARY = /^(?:[\s\0]|%[^\r\n]*[\r\n])*<</;

export interface PdfObjects {
  /** Resolves references; where an object was written several times, to the last. */
  readonly context: PDFContext;
  /** Every object, in every revision, the streams by their dictionaries. */
  readonly objects: readonly PDFObject[];
  /** Every trailer, those of cross-reference streams included. */
  readonly trailers: readonly PDFDict[];
  /** What begins like an object and cannot be read, one byte a character. */
  readonly suspects: readonly string[];
  /** An object stream cannot be expanded by the rules. */
  readonly isBroken: boolean;
}

interface ObjectStream {
  readonly dict: PDFDict;
  readonly contents: Uint8Array;
}

/** The library's parser, put to any place of the file. */
class ObjectReader extends PDFParser {
  readonly raw: Buffer;
  readonly found: PDFObject[] = [];

  constructor(raw: Buffer) {
    super(raw);
    this.raw = raw;
    const assign = this.context.assign.bind(this.context);
    // The context keeps the last revision of an object only; all of them are judged.
    this.context.assign = (ref, object) => {
      if (this.found.push(object) > MAX_OBJECTS) throw new TooComplex();
      assign(ref, object);
    };
  }

  readAt(offset: number): PDFObject {
    this.bytes.moveTo(offset);
    return this.parseObject();
  }

  get objects(): PDFContext {
    return this.context;
  }

  /** The library's own search goes byte by byte, which takes seconds where the length stands in another object. */
  protected override findEndOfStreamFallback(start: Parameters<PDFParser['findEndOfStreamFallback']>[0]): number {
    const end = this.raw.indexOf('endstream', this.bytes.offset());
    if (end < 0) throw new PDFStreamParsingError(start);
    this.bytes.moveTo(end + 'endstream'.length);
    return end;
  }
}

/**
 * Reads every object wherever a header of one stands, whatever the cross-reference table says: a table can lead one program to
 * an object that another never sees. Then expands the object streams.
 * @throws TooComplex beyond its limits
 */
export async function readPdfObjects(raw: Buffer): Promise<PdfObjects> {
  const reader = new ObjectReader(raw);
  const suspects: string[] = [];
  const streams = readTopLevel(reader, suspects);
  const trailers = readTrailers(reader, suspects);
  const isBroken = !(await expandStreams(reader, streams));
  return { context: reader.objects, objects: reader.found, trailers, suspects, isBroken };
}

function readTopLevel(reader: ObjectReader, suspects: string[]): ObjectStream[] {
  const { raw } = reader;
  const streams: ObjectStream[] = [];
  let streamBytes = 0;
  for (const at of placesOf(raw, 'obj')) {
    const header = OBJECT_HEADER.exec(raw.toString('latin1', Math.max(0, at - 24), at));
    const start = at + 'obj'.length;
    if (!header && !OPENS_DICTIONARY.test(raw.toString('latin1', start, start + 200))) continue;
    const object = attempt(() => reader.readAt(start));
    if (object === undefined) suspects.push(suspectAt(raw, start));
    else {
      const ref = header ? PDFRef.of(Number(header[1]), Number(header[2])) : reader.objects.nextRef();
      reader.objects.assign(ref, object instanceof PDFRawStream ? object.dict : object);
    }
    if (!(object instanceof PDFRawStream)) continue;
    streamBytes += object.contents.length;
    // Streams that overlap, each to the file's end, would fill the memory.
    if (streamBytes > 2 * raw.length) throw new TooComplex();
    if (mayHoldObjects(object.dict)) streams.push({ dict: object.dict, contents: object.contents });
  }
  return streams;
}

function* placesOf(raw: Buffer, keyword: string): Generator<number> {
  for (let at = raw.indexOf(keyword); at >= 0; at = raw.indexOf(keyword, at + keyword.length)) {
    if (raw.toString('latin1', at - 3, at) !== 'end') yield at;
  }
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    // Nested deeper than the stack reaches.
    if (error instanceof RangeError || error instanceof TooComplex) throw new TooComplex();
    return undefined;
  }
}

function suspectAt(raw: Buffer, start: number): string {
  const end = raw.indexOf('endobj', start);
  return raw.toString('latin1', start, Math.min(end < 0 ? raw.length : end, start + MAX_SUSPECT_BYTES));
}

function mayHoldObjects(dict: PDFDict): boolean {
  return dict.has(PDFName.of('First')) && dict.has(PDFName.of('N'));
}

function readTrailers(reader: ObjectReader, suspects: string[]): PDFDict[] {
  const { raw, found } = reader;
  const isXref = (object: PDFObject): object is PDFDict =>
    object instanceof PDFDict && object.lookup(PDFName.of('Type')) === PDFName.of('XRef');
  const trailers = found.filter(isXref);
  for (const at of placesOf(raw, 'trailer')) {
    const start = at + 'trailer'.length;
    const trailer = attempt(() => reader.readAt(start));
    if (trailer instanceof PDFDict) trailers.push(trailer);
    else suspects.push(suspectAt(raw, start));
    // A trailer can hold the catalogue itself.
    if (trailer) found.push(trailer);
  }
  return trailers;
}

/** False where one of them does not open as the standard has it; writers of object streams are programs, and exact. */
async function expandStreams(reader: ObjectReader, streams: readonly ObjectStream[]): Promise<boolean> {
  let budget = MAX_EXPANDED_BYTES;
  for (const { dict, contents } of streams) {
    const expanded = expand(dict, contents, budget);
    if (!expanded) return false;
    budget -= expanded.length;
    const plain = PDFDict.withContext(reader.objects);
    for (const name of ['N', 'First']) {
      const value = dict.lookup(PDFName.of(name));
      if (value) plain.set(PDFName.of(name), value);
    }
    try {
      await PDFObjectStreamParser.forStream(PDFRawStream.of(plain, expanded)).parseIntoContext();
    } catch (error) {
      if (error instanceof RangeError || error instanceof TooComplex) throw new TooComplex();
      return false;
    }
  }
  return true;
}

/** Undefined for anything but no filter or one Flate without a predictor: no writer puts objects into anything else. */
function expand(dict: PDFDict, contents: Uint8Array, maxOutputLength: number): Uint8Array | undefined {
  const filter = single(dict.lookup(PDFName.of('Filter')));
  const parameters = single(dict.lookup(PDFName.of('DecodeParms')));
  const predictor = parameters instanceof PDFDict ? parameters.lookup(PDFName.of('Predictor')) : undefined;
  if (predictor instanceof PDFNumber && predictor.asNumber() > 1) return undefined;
  if (filter === undefined) return contents;
  if (filter !== PDFName.of('FlateDecode') && filter !== PDFName.of('Fl')) return undefined;
  try {
    return inflateSync(contents, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    if (error instanceof RangeError) throw new TooComplex();
    return undefined;
  }
}

/** Filters and their parameters stand alone or in an array; an array of several is given back as it is. */
function single(value: PDFObject | undefined): PDFObject | undefined {
  if (!(value instanceof PDFArray)) return value;
  if (value.size() === 0) return undefined;
  return value.size() === 1 ? value.lookup(0) : value;
}
