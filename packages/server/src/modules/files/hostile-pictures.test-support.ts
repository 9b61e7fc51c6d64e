import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { pngChunk, PNG_SIGNATURE } from './sample-files.ts';

/** Pictures of a few kilobytes that ask for a lot of memory when they are decoded. */

interface PngForm {
  readonly width: number;
  readonly height: number;
  readonly bits?: 1 | 8 | 16;
  readonly colour?: keyof typeof CHANNELS;
  readonly isInterlaced?: boolean;
}

/** By the number that PNG has for each kind of colour. */
const CHANNELS = { 0: 1, 2: 3, 6: 4 } as const;
/** Start and step, across and down, of Adam7 (ISO/IEC 15948, 8.2). */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
const ONE_PASS = [[0, 0, 1, 1]] as const;

/** All of one colour; real to its last row. */
export function plainPng({ width, height, bits = 8, colour = 6, isInterlaced = false }: PngForm): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([bits, colour, 0, 0, isInterlaced ? 1 : 0], 8);
  let byteSize = 0;
  for (const [left, top, across, down] of isInterlaced ? PASSES : ONE_PASS) {
    const rowBytes = 1 + Math.ceil((Math.ceil((width - left) / across) * CHANNELS[colour] * bits) / 8);
    byteSize += Math.ceil((height - top) / down) * rowBytes;
  }
  return Buffer.concat([
    PNG_SIGNATURE,
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.alloc(byteSize), { level: 6 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** 311 KB that took 3.7 GB, and were accepted. */
export function endlessRow(): Buffer {
  return plainPng({ width: 40_000_000, height: 1, bits: 16 });
}

/** Within all limits, 200 KB, and over a second of a processor to decode. `mark` makes each another file. */
export function slowPng(mark = 0): Buffer {
  return plainPng({ width: 10_000 - mark, height: 4_999, isInterlaced: true });
}

/** Turned by a quarter, in scans over the whole picture: what takes a decoder of JPEG most memory within the limits. */
export function largestJpeg(): Promise<Buffer> {
  return sharp({ create: { width: 7_071, height: 7_071, channels: 3, background: 'teal' } })
    .withMetadata({ orientation: 6 })
    .jpeg({ progressive: true, chromaSubsampling: '4:4:4' })
    .toBuffer();
}
