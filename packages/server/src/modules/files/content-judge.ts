import { fileTypeFromBuffer } from 'file-type';
import { createByteWalk, type ByteWalk } from './byte-walk.ts';
import { isOfOtherWorld } from './file-endings.ts';
import { UnsupportedFileType } from './file-errors.ts';
import { heicStructure } from './heic-structure.ts';
import { jpegStructure } from './jpeg-structure.ts';
import type { MediaType } from './media-type.ts';
import { pngStructure } from './png-structure.ts';

export interface ContentJudge {
  /** Refuses with UnsupportedFileType on the first chunk, which holds at least 4,100 bytes or the whole file. */
  push(chunk: Buffer): Promise<void>;
  /** The type, when start and structure agree on it; else throws UnsupportedFileType. */
  finish(): MediaType;
}

const HEAD_BYTES = 4100;
/** A ZIP's directory ends with a 22-byte record and a comment of up to 65,535 bytes. */
const TAIL_BYTES = 22 + 65_535;
const PDF_START = '%PDF-';
/** Where readers look for the start of a PDF: printers, mail programs and report generators put something of theirs before it. */
const PDF_START_WITHIN_BYTES = 1024;
/** A script or markup, as what tells types by their first bytes would take it for. */
const OTHER_TEXT = /^\s*(?:#!|<)/;
/** The signature of the ZIP directory's end record and its two disk numbers, zero in every archive of one part. */
const ZIP_END = Buffer.from('504b050600000000', 'hex');

const MEDIA_TYPES: ReadonlyMap<string, MediaType> = new Map([
  ['application/pdf', 'application/pdf'],
  ['image/jpeg', 'image/jpeg'],
  ['image/png', 'image/png'],
  // Its first picture is what programs show that know no others.
  ['image/apng', 'image/png'],
  ['image/heic', 'image/heic'],
  ['image/heif', 'image/heic'],
  ['image/heif-sequence', 'image/heic'],
]);

function walkOf(mediaType: MediaType): ByteWalk | undefined {
  if (mediaType === 'image/jpeg') return createByteWalk(jpegStructure());
  if (mediaType === 'image/png') return createByteWalk(pngStructure());
  if (mediaType === 'image/heic') return createByteWalk(heicStructure());
  return undefined;
}

async function detect(head: Buffer): Promise<MediaType> {
  const found = await fileTypeFromBuffer(head);
  const mediaType = MEDIA_TYPES.get(found?.mime ?? '');
  const pdfAt = head.subarray(0, PDF_START_WITHIN_BYTES).indexOf(PDF_START);
  if (pdfAt < 0) {
    if (mediaType && mediaType !== 'application/pdf') return mediaType;
    throw new UnsupportedFileType('content', 'it is neither PDF, JPEG, PNG nor HEIC');
  }
  const isOther = found !== undefined && mediaType !== 'application/pdf';
  if (isOther || OTHER_TEXT.test(head.toString('latin1', 0, pdfAt))) {
    throw new UnsupportedFileType('content', 'it can be read as two types');
  }
  return 'application/pdf';
}

/**
 * Judges a file while it streams by, holding its last 64 KiB at most. `extension` is lower case without the dot: it says nothing of
 * the content, and refuses what no picture or paper is called.
 */
export function createContentJudge(extension: string): ContentJudge {
  if (isOfOtherWorld(extension)) throw new UnsupportedFileType('name', 'its ending is that of other files');
  let tail: Buffer = Buffer.alloc(0);
  let mediaType: MediaType | undefined;
  let walk: ByteWalk | undefined;

  async function begin(chunk: Buffer): Promise<MediaType> {
    const detected = await detect(chunk.subarray(0, HEAD_BYTES));
    walk = walkOf(detected);
    return detected;
  }

  return {
    async push(chunk) {
      mediaType ??= await begin(chunk);
      walk?.push(chunk);
      tail = Buffer.concat([tail, chunk]).subarray(-TAIL_BYTES);
    },
    finish() {
      // Of a PDF the reader decides: many honest ones lack their end, or have something behind it.
      const isWhole = walk ? walk.finish() : true;
      if (!mediaType || !isWhole) throw new UnsupportedFileType('structure', 'it breaks the structure of its type');
      if (tail.includes(ZIP_END)) throw new UnsupportedFileType('content', 'it can be read as an archive');
      return mediaType;
    },
  };
}
