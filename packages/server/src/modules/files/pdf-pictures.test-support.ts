import sharp from 'sharp';
import { forEachPage } from './judging/pdf-pages.ts';
import { type Pdfium, usePdfium, withDocument } from './judging/pdfium.ts';

const WHITE = 0xff_ff_ff_ff;
const CHANNELS = 4;
/** FPDF_REVERSE_BYTE_ORDER: red first. */
const RED_FIRST = 0x10;

interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Each page as a PNG, as it comes out of a printer of `dotsPerInch`. */
export async function pdfPictures(content: Uint8Array, dotsPerInch: number): Promise<Buffer[]> {
  const pages = await usePdfium((pdfium) =>
    withDocument(pdfium, content, {
      refuse(reason): Pixels[] {
        throw new Error(`the PDF does not open: ${reason}`);
      },
      work(document) {
        const pictures: Pixels[] = [];
        forEachPage(pdfium, document, { visit: (page) => pictures.push(drawn(pdfium, page, dotsPerInch / 72)) });
        return pictures;
      },
    }),
  );
  return Promise.all(
    pages.map(({ data, width, height }) =>
      sharp(data, { raw: { width, height, channels: CHANNELS } })
        .png()
        .toBuffer(),
    ),
  );
}

function drawn(pdfium: Pdfium, page: number, scale: number): Pixels {
  const width = Math.round(pdfium.FPDF_GetPageWidthF(page) * scale);
  const height = Math.round(pdfium.FPDF_GetPageHeightF(page) * scale);
  const stride = width * CHANNELS;
  return pdfium.borrow(stride * height, (at) => {
    const bitmap = pdfium.FPDFBitmap_CreateEx(width, height, CHANNELS, at, stride);
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, RED_FIRST);
    pdfium.FPDFBitmap_Destroy(bitmap);
    return { data: pdfium.bytesAt(at, stride * height), width, height };
  });
}
