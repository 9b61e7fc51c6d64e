import sharp from 'sharp';
import type { Preview } from './judgement.ts';
import { PREVIEW_HEIGHT, PREVIEW_WIDTH, previewOf } from './judge-picture.ts';
import { type Pdfium, usePdfium, withDocument } from './pdfium.ts';

const WHITE = 0xff_ff_ff_ff;
const CHANNELS = 4;
/** FPDF_REVERSE_BYTE_ORDER: red first. */
const RED_FIRST = 0x10;

interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Undefined where the page cannot be shown: the file is accepted all the same. */
export async function renderFirstPage(content: Uint8Array): Promise<Preview | undefined> {
  try {
    const pixels = await usePdfium((pdfium) => renderPage(pdfium, content));
    if (!pixels) return undefined;
    const { data, width, height } = pixels;
    return await previewOf(sharp(data, { raw: { width, height, channels: CHANNELS } }));
  } catch {
    return undefined;
  }
}

function renderPage(pdfium: Pdfium, content: Uint8Array): Pixels | undefined {
  return withDocument(pdfium, content, {
    refuse: () => undefined,
    work(document) {
      const page = pdfium.FPDF_LoadPage(document, 0);
      if (page === 0) return undefined;
      try {
        return renderAtScale(pdfium, page);
      } finally {
        pdfium.FPDF_ClosePage(page);
      }
    },
  });
}

function renderAtScale(pdfium: Pdfium, page: number): Pixels | undefined {
  const size = [pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)] as const;
  const scale = Math.min(PREVIEW_WIDTH / size[0], PREVIEW_HEIGHT / size[1]);
  if (!(scale > 0) || !Number.isFinite(scale)) return undefined;
  const [width, height] = size.map((length) => Math.max(1, Math.round(length * scale))) as [number, number];
  return pdfium.borrow(width * height * CHANNELS, (at) => {
    const stride = width * CHANNELS;
    const bitmap = pdfium.FPDFBitmap_CreateEx(width, height, CHANNELS, at, stride);
    if (bitmap === 0) return undefined;
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, RED_FIRST);
    pdfium.FPDFBitmap_Destroy(bitmap);
    return { data: pdfium.bytesAt(at, stride * height), width, height };
  });
}
