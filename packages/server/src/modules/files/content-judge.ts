import { fileTypeFromBuffer } from 'file-type';
import { createByteWalk, type ByteWalk } from './byte-walk.ts';
import { UnsupportedFileType } from './file-errors.ts';
import { heicStructure } from './heic-structure.ts';
import { jpegStructure } from './jpeg-structure.ts';
import { pngStructure } from './png-structure.ts';

export type MediaType = 'application/pdf' | 'image/jpeg' | 'image/png' | 'image/heic';

export interface ContentJudge {
  /** Refuses with UnsupportedFileType on the first chunk, which holds at least 4,100 bytes or the whole file. */
  push(chunk: Buffer): Promise<void>;
  /** The type, when start, structure, end and extension all agree on it; else throws UnsupportedFileType. */
  finish(): MediaType;
}

const HEAD_BYTES = 4100;
/** A ZIP's directory ends with a 22-byte record and a comment of up to 65,535 bytes. */
const TAIL_BYTES = 22 + 65_535;
const PDF_END_WITHIN_BYTES = 1024;
const PDF_START_WITHIN_BYTES = 1024;
/** The signature of the ZIP directory's end record and its two disk numbers, zero in every archive of one part. */
const ZIP_END = Buffer.from('504b050600000000', 'hex');

const MEDIA_TYPES: ReadonlyMap<string, MediaType> = new Map([
  ['application/pdf', 'application/pdf'],
  ['image/jpeg', 'image/jpeg'],
  ['image/png', 'image/png'],
  ['image/heic', 'image/heic'],
  ['image/heif', 'image/heic'],
  ['image/heif-sequence', 'image/heic'],
]);

const EXTENSIONS: ReadonlyMap<string, MediaType> = new Map([
  ['pdf', 'application/pdf'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['heic', 'image/heic'],
  ['heif', 'image/heic'],
]);

function walkOf(mediaType: MediaType): ByteWalk | undefined {
  if (mediaType === 'image/jpeg') return createByteWalk(jpegStructure());
  if (mediaType === 'image/png') return createByteWalk(pngStructure());
  if (mediaType === 'image/heic') return createByteWalk(heicStructure());
  return undefined;
}

/** Report generators are known to put a byte order mark or line breaks before `%PDF-`. */
function blankLength(head: Buffer): number {
  return /^(?:\xef\xbb\xbf)?[\t\n\r ]{0,16}(?=%PDF-)/.exec(head.toString('latin1', 0, 64))?.[0].length ?? 0;
}

async function detect(head: Buffer): Promise<MediaType> {
  const found = await fileTypeFromBuffer(head.subarray(blankLength(head)));
  const mediaType = MEDIA_TYPES.get(found?.mime ?? '');
  if (!mediaType) throw new UnsupportedFileType('the content is neither PDF, JPEG, PNG nor HEIC');
  const readsAsPdf = head.subarray(0, PDF_START_WITHIN_BYTES).includes('%PDF-');
  if (readsAsPdf !== (mediaType === 'application/pdf')) {
    throw new UnsupportedFileType('the content can be read as two types');
  }
  return mediaType;
}

/** Judges a file while it streams by, holding its last 64 KiB at most. `extension` is lower case without the dot. */
export function createContentJudge(extension: string): ContentJudge {
  let tail: Buffer = Buffer.alloc(0);
  let mediaType: MediaType | undefined;
  let walk: ByteWalk | undefined;

  async function begin(chunk: Buffer): Promise<MediaType> {
    const detected = await detect(chunk.subarray(0, HEAD_BYTES));
    if (EXTENSIONS.get(extension) !== detected) {
      throw new UnsupportedFileType('the extension of the name does not fit the content');
    }
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
      const ended = walk ? walk.finish() : tail.subarray(-PDF_END_WITHIN_BYTES).includes('%%EOF');
      if (!mediaType || !ended) throw new UnsupportedFileType('the content breaks the structure of its type');
      if (tail.includes(ZIP_END)) throw new UnsupportedFileType('the content can be read as an archive');
      return mediaType;
    },
  };
}
