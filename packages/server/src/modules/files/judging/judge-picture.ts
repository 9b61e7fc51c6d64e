import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { endCutJpeg, withoutZeros } from './cut-jpeg.ts';
import { openHeic } from './decode-heic.ts';
import type { Findings, Verdict, Preview, ReviewCopy } from './judgement.ts';

/**
 * strength.md 6: a picture may state anything in a few bytes. A row of a side is what a decoder holds many of at once. Cameras of
 * "50 megapixels" make up to 8,192 by 6,144.
 */
const MAX_PIXELS = 50_500_000;
const MAX_SIDE_PIXELS = 20_000;
/** All of them with four channels of 8 bits, or 32 megapixels with four of 16. */
const MAX_DECODED_BYTES = 256 * 1024 * 1024;
/** What reviewers read a document with; the file itself is kept as it came. Phones of 12 megapixels stay as they are. */
const MAX_COPY_PIXELS = 16_000_000;
export const PREVIEW_WIDTH = 320;
export const PREVIEW_HEIGHT = 452;
const COPY_QUALITY = 90;
const PREVIEW_QUALITY = 70;
/** The decoder gives all of them so. */
const HEIC_BYTES_PER_PIXEL = 4;

// One thread of the library for one picture, and no memory kept between two.
sharp.concurrency(1);
sharp.cache(false);

/** The darkest that a page may be anywhere on which nothing is to be seen: scanners do not make it quite white. */
const NEARLY_WHITE = 250;

/** Small, upright, without metadata. */
export async function previewOf(picture: Sharp): Promise<Preview> {
  const { data, info } = await picture
    .resize({ width: PREVIEW_WIDTH, height: PREVIEW_HEIGHT, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const bytes = await sharp(data, { raw: { width, height, channels } }).webp({ quality: PREVIEW_QUALITY }).toBuffer();
  return { bytes, width, height, looksEmpty: data.every((value) => value >= NEARLY_WHITE) };
}

/** A picture can be seen whole. */
const findings: Findings = { activeContent: false, signed: false, encrypted: false };

/** Decodes the whole picture. The copy is encoded anew, turned upright, in sRGB, no larger than needed, and carries nothing beside its pixels. */
export async function judgePicture(received: Buffer, mediaType: 'image/jpeg' | 'image/png'): Promise<Verdict> {
  const content = mediaType === 'image/jpeg' ? withoutZeros(received) : received;
  const size = await decoded(() => openPicture(content, { limitInputPixels: false }).metadata());
  if (!size) return { refusal: 'unreadable' };
  if (isTooLarge({ ...size, bytesPerPixel: size.channels * bytesPerSample(size.depth) }))
    return { refusal: 'too-many-pixels' };
  const picture = { mediaType, size: size.autoOrient };
  const judged = (await judgePixels(content, picture)) ?? (await judgeCut(content, picture));
  return judged ?? { refusal: 'unreadable' };
}

function openPicture(content: Buffer, options?: SharpOptions): Sharp {
  return sharp(content, { failOn: 'error', limitInputPixels: MAX_PIXELS, ...options });
}

interface Picture {
  readonly mediaType: 'image/jpeg' | 'image/png';
  /** Upright. */
  readonly size: Size;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

async function judgePixels(content: Buffer, { mediaType, size }: Picture): Promise<Verdict | undefined> {
  const preview = await decoded(() => previewOf(openPicture(content).autoOrient()));
  if (!preview) return undefined;
  const upright = asCopy(openPicture(content).autoOrient(), size);
  const bytes = await (mediaType === 'image/jpeg' ? upright.jpeg({ quality: COPY_QUALITY }) : upright.png()).toBuffer();
  return { findings, preview, review: { mediaType, bytes } };
}

/** A photograph that lost its end on the way is taken where almost all of it is there, as every viewer shows it. */
async function judgeCut(content: Buffer, picture: Picture): Promise<Verdict | undefined> {
  if (picture.mediaType !== 'image/jpeg') return undefined;
  const ended = await decoded(() => endCutJpeg(content));
  return ended && judgePixels(ended, picture);
}

function asCopy(picture: Sharp, { width, height }: Size): Sharp {
  const scale = Math.sqrt(MAX_COPY_PIXELS / (width * height));
  return scale < 1 ? picture.resize({ width: Math.max(1, Math.floor(width * scale)) }) : picture;
}

/** A HEIC is always shown to reviewers as a JPEG: hardly a program of theirs opens one. */
export async function judgeHeic(content: Buffer): Promise<Verdict> {
  const picture = openHeic(content);
  if (!picture) return { refusal: 'unreadable' };
  const { width, height } = picture;
  if (isTooLarge({ width, height, bytesPerPixel: HEIC_BYTES_PER_PIXEL })) return { refusal: 'too-many-pixels' };
  const pixels = await picture.decode();
  if (!pixels) return { refusal: 'unreadable' };
  const [left, top, right, bottom] = picture.borders;
  const shown = { left, top, width: width - left - right, height: height - top - bottom };
  if (shown.width <= 0 || shown.height <= 0) return { refusal: 'unreadable' };
  const open = (): Sharp => sharp(pixels, { raw: { width, height, channels: 4 } }).extract(shown);
  const bytes = await asCopy(open(), shown).flatten({ background: 'white' }).jpeg({ quality: COPY_QUALITY }).toBuffer();
  const review: ReviewCopy = { mediaType: 'image/jpeg', bytes };
  return { findings, preview: await previewOf(open()), review };
}

interface DecodedSize extends Size {
  readonly bytesPerPixel: number;
}

function isTooLarge({ width, height, bytesPerPixel }: DecodedSize): boolean {
  const pixels = width * height;
  return Math.max(width, height) > MAX_SIDE_PIXELS || pixels > MAX_PIXELS || pixels * bytesPerPixel > MAX_DECODED_BYTES;
}

/** By libvips's names of its formats: `uchar`, `ushort`, ...; an unknown one counts as the largest. */
function bytesPerSample(depth: string): number {
  if (depth === 'uchar' || depth === 'char') return 1;
  return depth === 'ushort' || depth === 'short' ? 2 : 8;
}

async function decoded<T>(decode: () => Promise<T>): Promise<T | undefined> {
  try {
    return await decode();
  } catch {
    return undefined;
  }
}
