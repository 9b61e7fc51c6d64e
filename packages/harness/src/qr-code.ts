import decodeQR from 'qr/decode.js';
import sharp from 'sharp';

/** Wide enough for a camera to tell the modules apart. */
const PICTURE_PIXELS = 480;

/** What a camera reads in a picture, by other code than that which drew it. */
export async function readQrCode(picture: Buffer): Promise<string> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return decodeQR({ width: info.width, height: info.height, data }, { timeLimit: 5_000 });
}

/** The code in a page, as a picture; undefined where it shows none. */
export function qrCodeIn(page: string): Buffer | undefined {
  const [code] = /<svg\s[^>]*class="qr-code".*?<\/svg>/s.exec(page) ?? [];
  const size = `xmlns="http://www.w3.org/2000/svg" width="${PICTURE_PIXELS}" height="${PICTURE_PIXELS}"`;
  return code === undefined ? undefined : Buffer.from(code.replace('<svg', `<svg ${size}`));
}
