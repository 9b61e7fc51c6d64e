import { createHash } from 'node:crypto';
import { AdminError } from '../../../platform/admin-error.ts';

export interface Logo {
  /** PNG, without anything but the picture. */
  readonly png: Buffer;
  /** Of the PNG; its address. */
  readonly hash: string;
  readonly width: number;
  readonly height: number;
}

const FORMATS: ReadonlySet<string> = new Set(['png', 'jpeg', 'webp']);
const MAX_WIDTH = 480;
const MAX_HEIGHT = 120;
const MAX_BYTES = 20 * 1024;
const MAX_PIXELS = 25_000_000;

/**
 * The operator's PNG, JPEG or WebP drawn anew on white, as a PNG of at most 480 x 120 pixels and 20 KB.
 * @throws AdminError when it is no such picture or stays too heavy
 */
export async function makeLogo(bytes: Buffer): Promise<Logo> {
  // Loaded here: no other process than the operator's needs it.
  const { default: sharp } = await import('sharp');
  const source = sharp(bytes, { limitInputPixels: MAX_PIXELS });
  const { format } = await source.metadata().catch(() => ({ format: undefined }));
  if (format === undefined || !FORMATS.has(format)) throw new AdminError('a logo is a PNG, JPEG or WebP picture');
  const small = source
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize({ width: MAX_WIDTH, height: MAX_HEIGHT, fit: 'inside', withoutEnlargement: true });
  try {
    const full = await small.clone().png({ compressionLevel: 9 }).toBuffer({ resolveWithObject: true });
    const drawn =
      full.data.length <= MAX_BYTES
        ? full
        : await small.clone().png({ compressionLevel: 9, palette: true }).toBuffer({ resolveWithObject: true });
    return logoOf(drawn.data, drawn.info);
  } catch (error) {
    if (error instanceof AdminError) throw error;
    throw new AdminError('the logo cannot be read; it may be damaged or have too many pixels');
  }
}

function logoOf(png: Buffer, { width, height }: { width: number; height: number }): Logo {
  if (png.length > MAX_BYTES) {
    const kilobytes = Math.ceil(png.length / 1024);
    throw new AdminError(
      `the logo has ${kilobytes} KB at ${width} x ${height} pixels; at most 20 KB: use a simpler one`,
    );
  }
  return { png, hash: createHash('sha256').update(png).digest('hex').slice(0, 32), width, height };
}
