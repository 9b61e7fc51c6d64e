import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp from 'sharp';
import type { Preview } from './judgement.ts';
import { PREVIEW_HEIGHT, PREVIEW_WIDTH, previewOf } from './judge-picture.ts';

let library: Promise<PDFiumLibrary> | undefined;

/** Undefined where there is no page, or none that can be shown: the file is accepted all the same. */
export async function renderFirstPage(content: Buffer): Promise<Preview | undefined> {
  library ??= PDFiumLibrary.init();
  const pdfium = await library;
  const document = await pdfium.loadDocument(content).catch(() => undefined);
  if (!document) return undefined;
  try {
    if (document.getPageCount() === 0) return undefined;
    const page = document.getPage(0);
    const { originalWidth, originalHeight } = page.getOriginalSize();
    const scale = Math.min(PREVIEW_WIDTH / originalWidth, PREVIEW_HEIGHT / originalHeight);
    if (!(scale > 0) || !Number.isFinite(scale)) return undefined;
    const { data, width, height } = await page.render({ scale, render: 'bitmap' });
    return await previewOf(sharp(data, { raw: { width, height, channels: 4 } }));
  } catch {
    return undefined;
  } finally {
    document.destroy();
  }
}
