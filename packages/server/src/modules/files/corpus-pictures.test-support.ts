import sharp, { type Sharp } from 'sharp';
import type { CorpusFile } from './corpus-pdfs.test-support.ts';
import { gridHeic } from './grid-heic.test-support.ts';
import { endlessRow, plainPng } from './hostile-pictures.test-support.ts';
import {
  box,
  jpegSegment,
  makeHeic,
  makeJpeg,
  makePng,
  makeZip,
  pattern,
  pngChunk,
  PNG_SIGNATURE,
} from './sample-files.ts';

const GPS = { IFD0: { Copyright: 'Erika' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1' } };

export function picture(width = 60, height = 40, channels: 3 | 4 = 3): Sharp {
  const bytes = pattern(width * height * channels);
  return sharp(bytes, { raw: { width, height, channels } });
}

export function photoWithPlace(): Promise<Buffer> {
  return picture().withExif(GPS).withMetadata({ orientation: 6 }).withExifMerge(GPS).jpeg().toBuffer();
}

function blackPng(width: number, height: number): Buffer {
  return plainPng({ width, height, bits: 1, colour: 0 });
}

export function plainJpeg(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer();
}

/** The size stands behind the start of its frame. */
function jpegOfSize(jpeg: Buffer, size: string): Buffer {
  return withBytes(jpeg, jpeg.indexOf(Buffer.from('ffc0', 'hex')) + 5, size);
}

/** The same file, that states another size of its picture. */
function heicOfSize(width: number, height: number): Buffer {
  const heic = Buffer.from(makeHeic());
  const at = heic.indexOf('ispe') + 8;
  heic.writeUInt32BE(width, at);
  heic.writeUInt32BE(height, at + 4);
  return heic;
}

function withBytes(content: Buffer, at: number, bytes: string): Buffer {
  const copy = Buffer.from(content);
  Buffer.from(bytes, 'hex').copy(copy, at);
  return copy;
}

export async function pictures(): Promise<CorpusFile[]> {
  const jpeg = await picture().jpeg().toBuffer();
  const png = await picture().png().toBuffer();
  const comment = pngChunk('tEXt', Buffer.from('Comment\0at home'));
  const accepted: [string, Buffer, string][] = [
    ['a JPEG', jpeg, 'jpg'],
    ['the smallest JPEG', makeJpeg(), 'jpeg'],
    ['a progressive JPEG', await picture().jpeg({ progressive: true }).toBuffer(), 'jpg'],
    ['a grey JPEG', await picture().greyscale().jpeg().toBuffer(), 'jpg'],
    ['a CMYK JPEG', await picture().toColourspace('cmyk').jpeg().toBuffer(), 'jpg'],
    ['a JPEG with a place', await photoWithPlace(), 'jpg'],
    ['a JPEG with a comment', makeJpeg([jpegSegment(0xfe, Buffer.from('at home'))]), 'jpg'],
    ['a JPEG with a second picture behind', Buffer.concat([jpeg, jpeg]), 'jpg'],
    ['a JPEG with a colour profile', await picture().withIccProfile('p3').jpeg().toBuffer(), 'jpg'],
    ['a JPEG of 12 megapixels', await plainJpeg(4000, 3000), 'jpg'],
    ['a PNG', png, 'png'],
    ['the smallest PNG', makePng(), 'png'],
    ['a PNG with opacity', await picture(60, 40, 4).png().toBuffer(), 'png'],
    ['a PNG of a palette', await picture().png({ palette: true }).toBuffer(), 'png'],
    ['a PNG of 16 bits', await picture().toColourspace('rgb16').png().toBuffer(), 'png'],
    ['an interlaced PNG', await picture().png({ progressive: true }).toBuffer(), 'png'],
    ['a PNG with a comment', makePng([comment]), 'png'],
    ['a PNG with a place', await picture().withExif(GPS).png().toBuffer(), 'png'],
    ['a PNG of 50 megapixels', blackPng(10_000, 5000), 'png'],
    ['a PNG of 50.5 megapixels', blackPng(10_000, 5050), 'png'],
    ['a PNG with a side of 20,000', blackPng(20_000, 8), 'png'],
    ['a PNG of 33 megapixels of 16 bits', plainPng({ width: 5792, height: 5792, bits: 16 }), 'png'],
    ['a HEIC', makeHeic(), 'heic'],
    ['a HEIC named heif', makeHeic(), 'heif'],
  ]; // prettier-ignore
  const refused: [string, string, Buffer, string][] = [
    // Cameras of 50 megapixels make up to 50.3 million pixels, so the bound is a little above.
    ['a PNG of 50.5 megapixels and a row', 'file-too-many-pixels', blackPng(10_000, 5051), 'png'],
    ['a PNG of 400 megapixels', 'file-too-many-pixels', blackPng(20_000, 20_000), 'png'],
    ['a HEIC of 50.5 megapixels and a row', 'file-too-many-pixels', gridHeic(10_000, 5_051), 'heic'],
    ['a JPEG that states 65,000 by 65,000', 'file-too-many-pixels', jpegOfSize(jpeg, 'fde8fde8'), 'jpg'],
    ['a HEIC that states 20,000 by 20,000', 'file-too-many-pixels', heicOfSize(20_000, 20_000), 'heic'],
    ['a PNG of a row of 40 megapixels', 'file-too-many-pixels', endlessRow(), 'png'],
    ['a PNG with a side of 20,001', 'file-too-many-pixels', blackPng(20_001, 8), 'png'],
    ['a PNG with the other side of 20,001', 'file-too-many-pixels', blackPng(8, 20_001), 'png'],
    ['a PNG of 34 megapixels of 16 bits', 'file-too-many-pixels', plainPng({ width: 5793, height: 5793, bits: 16 }), 'png'],
    ['a JPEG that states a side of 20,001', 'file-too-many-pixels', jpegOfSize(jpeg, '00084e21'), 'jpg'],
    ['a HEIC that states a side of 20,001', 'file-too-many-pixels', heicOfSize(20_001, 8), 'heic'],
    ['a JPEG without tables', 'file-unreadable', makeJpeg().subarray(0, 20).length ? Buffer.concat([Buffer.from('ffd8', 'hex'), jpegSegment(0xc0, Buffer.from('080001000101011100', 'hex')), jpegSegment(0xda, Buffer.from('010100003f00', 'hex')), pattern(9), Buffer.from('ffd9', 'hex')]) : png, 'jpg'],
    ['a PNG whose bytes do not open', 'file-unreadable', Buffer.concat([PNG_SIGNATURE, pngChunk('IHDR', Buffer.from('00000009000000090802000000', 'hex')), pngChunk('IDAT', pattern(90)), pngChunk('IEND', Buffer.alloc(0))]), 'png'],
    ['a PNG without bytes', 'file-unreadable', Buffer.concat([PNG_SIGNATURE, pngChunk('IHDR', Buffer.from('00000009000000090802000000', 'hex')), pngChunk('IEND', Buffer.alloc(0))]), 'png'],
    ['a PNG of no height', 'file-unreadable', blackPng(8, 0), 'png'],
    ['a HEIC of boxes without a picture', 'file-unreadable', makeHeic('heic', ['mif1', 'heic'], [box('meta', pattern(64)), box('mdat', pattern(300))]), 'heic'],
    ['a HEIC without its data', 'file-unreadable', withBytes(makeHeic(), makeHeic().length - 50, '00'.repeat(50)), 'heic'],
    ['an SVG', 'unsupported-file-type', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'svg'],
    ['an SVG named png', 'unsupported-file-type', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'png'],
    ['HTML named pdf', 'unsupported-file-type', Buffer.from('<!doctype html><script>1</script>'), 'pdf'],
    ['a Word document', 'unsupported-file-type', makeZip('[Content_Types].xml', Buffer.from('<Types/>')), 'docx'],
    ['a Word document named pdf', 'unsupported-file-type', makeZip('[Content_Types].xml', Buffer.from('<Types/>')), 'pdf'],
    ['a ZIP behind a JPEG', 'unsupported-file-type', Buffer.concat([jpeg, makeZip()]), 'jpg'],
    ['a GIF', 'unsupported-file-type', await picture().gif().toBuffer(), 'gif'],
    ['a WebP named jpg', 'unsupported-file-type', await picture().webp().toBuffer(), 'jpg'],
    ['an AVIF named heic', 'unsupported-file-type', await picture().avif({ effort: 0 }).toBuffer(), 'heic'],
    ['a TIFF named jpg', 'unsupported-file-type', await picture().tiff().toBuffer(), 'jpg'],
    ['nothing', 'file-empty', Buffer.alloc(0), 'pdf'],
  ]; // prettier-ignore
  const types: Readonly<Record<string, string>> = { jpg: 'jpeg', jpeg: 'jpeg', png: 'png', heic: 'heic', heif: 'heic' };
  return [
    ...accepted.map(([what, bytes, end]): CorpusFile => [what, `a.${end}`, bytes, `image/${types[end]}`]),
    ...refused.map(([what, verdict, bytes, end]): CorpusFile => [what, `a.${end}`, bytes, verdict]),
  ];
}
