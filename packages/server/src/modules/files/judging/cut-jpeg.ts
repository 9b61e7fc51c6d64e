import sharp from 'sharp';

const END_OF_IMAGE = Buffer.from('ffd9', 'hex');
/** Of the rows of a picture, from its top. */
const NEEDED = 0.9;
/** What the decoder makes of blocks that never came, and how far one that came may be from it by its rounding. */
const MISSING = 128;
const ROUNDING = 2;

/** What a torn line or a full disk leaves where the rest should be; a decoder would take it for a part of the picture. */
export function withoutZeros(content: Buffer): Buffer {
  let end = content.length;
  while (end > 0 && content[end - 1] === 0) end -= 1;
  return content.subarray(0, end);
}

/**
 * The same JPEG with the end mark that it lacks, so that decoders take it; undefined where more than its last rows are missing.
 * Rejects where it does not decode at all.
 */
export async function endCutJpeg(content: Buffer): Promise<Buffer | undefined> {
  const ended = Buffer.concat([content, END_OF_IMAGE]);
  return (await isWhole(ended)) || (await isShownAlmostWhole(ended)) ? ended : undefined;
}

/** Nothing is missing but the mark: then it may be as grey as it likes. */
async function isWhole(content: Buffer): Promise<boolean> {
  try {
    await sharp(content, { failOn: 'warning' }).stats();
    return true;
  } catch {
    return false;
  }
}

async function isShownAlmostWhole(content: Buffer): Promise<boolean> {
  const picture = sharp(content, { failOn: 'error' });
  const { width, height, space } = await picture.metadata();
  // Missing blocks of four inks have no colour that is known here.
  if (space === 'cmyk') return false;
  const top = Math.floor(height * NEEDED);
  const rows = await picture
    .extract({ left: 0, top, width, height: height - top })
    .greyscale()
    .raw()
    .toBuffer();
  return rows.some((value) => Math.abs(value - MISSING) > ROUNDING);
}
