import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { openHeic } from './decode-heic.ts';
import type { Findings, Judgement, Preview, ReviewCopy } from './judgement.ts';

/** strength.md 6. A picture of so many pixels takes 160 MB when it is decoded. */
const MAX_PIXELS = 40_000_000;
export const PREVIEW_WIDTH = 320;
export const PREVIEW_HEIGHT = 452;
const COPY_QUALITY = 90;
const PREVIEW_QUALITY = 70;

// One thread of the library for one picture, and no memory kept between two.
sharp.concurrency(1);
sharp.cache(false);

/** Small, upright, without metadata. */
export async function previewOf(picture: Sharp): Promise<Preview> {
  const { data, info } = await picture
    .resize({ width: PREVIEW_WIDTH, height: PREVIEW_HEIGHT, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .webp({ quality: PREVIEW_QUALITY })
    .toBuffer({ resolveWithObject: true });
  return { bytes: data, width: info.width, height: info.height };
}

/** A picture can be seen whole. */
const findings: Findings = { activeContent: false, signed: false, encrypted: false };

/** Decodes the whole picture. The copy is encoded anew, turned upright, in sRGB, and carries nothing beside its pixels. */
export async function judgePicture(content: Buffer, mediaType: 'image/jpeg' | 'image/png'): Promise<Judgement> {
  const open = (options?: SharpOptions): Sharp =>
    sharp(content, { failOn: 'error', limitInputPixels: MAX_PIXELS, ...options });
  const size = await decoded(() => open({ limitInputPixels: false }).metadata());
  if (!size) return { refusal: 'unreadable' };
  if (size.width * size.height > MAX_PIXELS) return { refusal: 'too-many-pixels' };
  const preview = await decoded(() => previewOf(open().autoOrient()));
  if (!preview) return { refusal: 'unreadable' };
  const upright = open().autoOrient();
  const bytes = await (mediaType === 'image/jpeg' ? upright.jpeg({ quality: COPY_QUALITY }) : upright.png()).toBuffer();
  return { findings, preview, review: { mediaType, bytes } };
}

/** A HEIC is always shown to reviewers as a JPEG: hardly a program of theirs opens one. */
export async function judgeHeic(content: Buffer): Promise<Judgement> {
  const picture = openHeic(content);
  if (!picture) return { refusal: 'unreadable' };
  const { width, height } = picture;
  if (width * height > MAX_PIXELS) return { refusal: 'too-many-pixels' };
  const pixels = await picture.decode();
  if (!pixels) return { refusal: 'unreadable' };
  const open = (): Sharp => sharp(pixels, { raw: { width, height, channels: 4 } });
  const bytes = await open().flatten({ background: 'white' }).jpeg({ quality: COPY_QUALITY }).toBuffer();
  const review: ReviewCopy = { mediaType: 'image/jpeg', bytes };
  return { findings, preview: await previewOf(open()), review };
}

async function decoded<T>(decode: () => Promise<T>): Promise<T | undefined> {
  try {
    return await decode();
  } catch {
    return undefined;
  }
}
