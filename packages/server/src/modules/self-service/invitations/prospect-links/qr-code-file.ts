import { html } from '../../../../platform/markup/html.ts';
import { encodeQrCode, type ErrorCorrection, pathOfQrCode, type QrCode } from '../../../../platform/qr-code.ts';
import type { QrFormat } from './schemas.ts';

export interface QrCodeWish {
  readonly text: string;
  readonly format: QrFormat;
  readonly errorCorrection: ErrorCorrection;
  /** Of a side, in pixels, with the quiet zone. */
  readonly size: number;
  /** `#rrggbb`, of the dark modules. */
  readonly color: string;
}

export interface QrCodeFile {
  readonly mediaType: string;
  readonly bytes: string | Buffer;
}

export async function makeQrCodeFile(wish: QrCodeWish): Promise<QrCodeFile> {
  const code = encodeQrCode(wish.text, wish.errorCorrection);
  return wish.format === 'svg'
    ? { mediaType: 'image/svg+xml', bytes: svgOf(code, wish) }
    : { mediaType: 'image/png', bytes: await pngOf(code, wish) };
}

function svgOf(code: QrCode, { size, color, text }: QrCodeWish): string {
  const side = code.moduleCount;
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    role="img"
    width="${size}"
    height="${size}"
    viewBox="0 0 ${side} ${side}"
    shape-rendering="crispEdges"
  >
    <title>${text}</title>
    <rect width="${side}" height="${side}" fill="#ffffff" />
    <path d="${pathOfQrCode(code)}" fill="${color}" />
  </svg>`;
}

/** Each module has as many whole pixels as go; what is left over is quiet zone. */
async function pngOf({ modules, moduleCount }: QrCode, { size, color }: QrCodeWish): Promise<Buffer> {
  // Loaded here: most processes draw none.
  const { default: sharp } = await import('sharp');
  const scale = Math.floor(size / moduleCount);
  const before = Math.floor((size - scale * moduleCount) / 2);
  const after = size - scale * moduleCount - before;
  const dark = Buffer.from(color.slice(1), 'hex');
  const light = Buffer.from('ffffff', 'hex');
  const pixels = Buffer.concat(modules.flatMap((row) => row.map((isDark) => (isDark ? dark : light))));
  return sharp(pixels, { raw: { width: moduleCount, height: moduleCount, channels: 3 } })
    .resize({ width: scale * moduleCount, height: scale * moduleCount, kernel: 'nearest' })
    .extend({ top: before, left: before, bottom: after, right: after, background: '#ffffff' })
    .png({ compressionLevel: 9 })
    .toBuffer();
}
