import sharp from 'sharp';
import type { CorpusFile } from './corpus-pdfs.test-support.ts';
import { pdf } from './corpus-pdfs.test-support.ts';
import { picture } from './corpus-pictures.test-support.ts';
import { jpegSegment, makeHeic, makeJpeg, makePng, makeZip, pattern, pngChunk } from './sample-files.ts';

/** Files as mail programs, browsers, cameras and torn lines leave them: the kinds that were refused although viewers show them. */

const NAMES = {
  'image/jpeg': 'a.jfif a.jpe a.pjpeg a.JPG a.MPO a.png a.pdf a.heic a.tmp a.bin a a.jpg.png a.exe.jpg',
  'image/png': 'a.PNG a.jpg a.jpeg a.pdf a.webp a.tif a a.download',
  'image/heic': 'a.hif a.HIF a.heif a.HEIF a.jpg a.mov a',
  'application/pdf': 'a.PDF a.jpg a.png a.heic a.txt a.pdf. a a.2026 a.pdf.part a.ai',
} as const;
const COUNTED = ['statement.pdf (1)', 'statement.pdf(2)', 'statement.pdf[3]', 'my statement of 3.11.2026'];
/** Of other worlds, in the ways in which they are written. */
const REFUSED = `a.exe a.EXE a.html a.htm a.svg a.zip a.docx a.DOCX a.doc a.xlsx a.pptx a.js a.mjs a.vbs a.bat a.cmd a.lnk a.msi a.jar
  a.apk a.iso a.rar a.7z a.odt a.rtf a.eml a.pdf.exe a.jpg.js a.exe. a.ps1 a.sh a.xhtml a.php`;
/** A mail's next part. */
const BOUNDARY = '\r\n--=_NextPart_000_0001_01DC5E.2F8A9B10\r\nContent-Type: text/plain\r\n\r\nKind regards\r\n';

function behind(content: Buffer, more: Buffer | string): Buffer {
  return Buffer.concat([content, Buffer.from(more)]);
}

function before(content: Buffer, more: Buffer | string): Buffer {
  return Buffer.concat([Buffer.from(more), content]);
}

function cut(content: Buffer, share: number): Buffer {
  return content.subarray(0, Math.floor(content.length * share));
}

/** The bytes stand where each segment that is no scan begins. */
function strewn(jpeg: Buffer, stray: Buffer): Buffer {
  const parts = [jpeg.subarray(0, 2)];
  let at = 2;
  while (jpeg[at + 1] !== 0xda) {
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    parts.push(jpeg.subarray(at, end), stray);
    at = end;
  }
  return Buffer.concat([...parts, jpeg.subarray(at)]);
}

export interface Crop {
  readonly width: number;
  readonly height: number;
  /** Of its middle from that of the picture. */
  readonly right: number;
  readonly down: number;
  /** Counted in quarters, against the clock. */
  readonly quarters?: number;
  /** 0: top and bottom change places; 1: left and right. */
  readonly mirror?: number;
}

/** The four fields of 48 by 32, of which only a part is to be seen (`clap`), and that turned (`irot`) and mirrored (`imir`). */
export function croppedHeic({ width, height, right, down, quarters, mirror }: Crop): Buffer {
  const clap = Buffer.alloc(40);
  [40, 0, width, 1, height, 1, right, 1, down, 1].forEach((value, index) => clap.writeInt32BE(value, index * 4));
  clap.write('clap', 4, 'latin1');
  const small = (type: string, value: number): Buffer =>
    Buffer.concat([Buffer.from([0, 0, 0, 9]), Buffer.from(type, 'latin1'), Buffer.from([value])]);
  const properties = [
    clap,
    ...(quarters === undefined ? [] : [small('irot', quarters)]),
    ...(mirror === undefined ? [] : [small('imir', mirror)]),
  ];
  const heic = makeHeic();
  const added = Buffer.concat(properties);
  grow(heic, 'ipco', added.length);
  grow(heic, 'ipma', properties.length);
  for (const type of ['iprp', 'meta']) grow(heic, type, added.length + properties.length);
  const place = heic.indexOf('iloc') + 16;
  heic.writeUInt32BE(heic.readUInt32BE(place) + added.length + properties.length, place);
  // Three properties belong to the picture already; all that come are essential.
  const list = heic.indexOf('ipma');
  const count = list + 14;
  heic[count] = 3 + properties.length;
  const numbers = Buffer.from(properties.map((_, index) => 0x80 | (4 + index)));
  return Buffer.concat([heic.subarray(0, list - 4), added, heic.subarray(list - 4, count + 4), numbers, heic.subarray(count + 4)]); // prettier-ignore
}

function grow(heic: Buffer, type: string, bytes: number): void {
  const at = heic.indexOf(type) - 4;
  heic.writeUInt32BE(heic.readUInt32BE(at) + bytes, at);
}

async function apng(): Promise<Buffer> {
  const png = await picture().png().toBuffer();
  const [control, frame] = [Buffer.alloc(8), Buffer.alloc(26)];
  control.writeUInt32BE(1);
  frame.writeUInt32BE(60, 4);
  frame.writeUInt32BE(40, 8);
  const data = png.indexOf('IDAT') - 4;
  return Buffer.concat([png.subarray(0, data), pngChunk('acTL', control), pngChunk('fcTL', frame), png.subarray(data)]);
}

export async function asTheyCome(): Promise<CorpusFile[]> {
  const wide = picture(240, 160);
  const jpeg = await wide.clone().jpeg().toBuffer();
  const progressive = await wide.clone().jpeg({ progressive: true }).toBuffer();
  const grey = await sharp({ create: { width: 200, height: 200, channels: 3, background: '#808080' } })
    .jpeg()
    .toBuffer();
  const cmyk = await wide.clone().toColourspace('cmyk').jpeg().toBuffer();
  const png = await picture().png().toBuffer();
  const large = await sharp({ create: { width: 8192, height: 6144, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer();
  const samples = { 'image/jpeg': jpeg, 'image/png': png, 'image/heic': makeHeic(), 'application/pdf': pdf() };
  const inside: [string, Buffer, keyof typeof samples][] = [
    ['a JPEG without its end mark', jpeg.subarray(0, -2), 'image/jpeg'],
    ['a JPEG without half of its end mark', jpeg.subarray(0, -1), 'image/jpeg'],
    ['a JPEG that lacks its last bytes', jpeg.subarray(0, -40), 'image/jpeg'],
    ['a JPEG that lacks 5 % of its bytes', cut(jpeg, 0.95), 'image/jpeg'],
    ['a JPEG that lacks its last bytes and has zeros instead', behind(cut(jpeg, 0.97), Buffer.alloc(5_000)), 'image/jpeg'],
    ['a progressive JPEG without its end mark', progressive.subarray(0, -2), 'image/jpeg'],
    ['a progressive JPEG that lacks 5 % of its bytes', cut(progressive, 0.95), 'image/jpeg'],
    ['a grey JPEG without its end mark', grey.subarray(0, -2), 'image/jpeg'],
    ['a JPEG of four inks without its end mark', cmyk.subarray(0, -2), 'image/jpeg'],
    ['a JPEG with four bytes between its segments', strewn(jpeg, Buffer.from('00000000', 'hex')), 'image/jpeg'],
    ['a JPEG with text between its segments', strewn(jpeg, Buffer.from('\r\nscanned\r\n')), 'image/jpeg'],
    ['a JPEG with bytes between its segments and no end mark', strewn(jpeg, pattern(9)).subarray(0, -2), 'image/jpeg'],
    ['a JPEG with a mail behind', behind(jpeg, BOUNDARY), 'image/jpeg'],
    ['a JPEG with zeros behind', behind(jpeg, Buffer.alloc(100_000)), 'image/jpeg'],
    ['a JPEG with a gain map behind, as MPO has it', Buffer.concat([makeJpeg([jpegSegment(0xe2, Buffer.from('MPF\0II*\0'))]), jpeg]), 'image/jpeg'],
    ['a JPEG of a camera of 50 megapixels', large, 'image/jpeg'],
    ['a PNG with a line end behind', behind(png, '\n'), 'image/png'],
    ['a PNG with a mail behind', behind(png, BOUNDARY), 'image/png'],
    ['a PNG with zeros behind', behind(png, Buffer.alloc(100_000)), 'image/png'],
    ['a PNG with the rest of a larger one behind', behind(png, png.subarray(50)), 'image/png'],
    // What was smuggled there stays in the original: the copy is made of pixels.
    ['a PNG with HTML behind', behind(png, '<script>alert(1)</script>'), 'image/png'],
    ['an animated PNG', await apng(), 'image/png'],
    ['a HEIC of which a part is shown', croppedHeic({ width: 8, height: 8, right: 20, down: 12 }), 'image/heic'],
    ['a PDF behind 1,000 bytes', before(pdf(), Buffer.alloc(1000, ' ')), 'application/pdf'],
    ['a PDF with blanks behind', behind(pdf(), ' '.repeat(3000)), 'application/pdf'],
    ['a PDF with zeros behind', behind(pdf(), Buffer.alloc(3000)), 'application/pdf'],
    ['a PDF with a mail behind', behind(pdf(), BOUNDARY), 'application/pdf'],
    ['a PDF between a mail and a mail', before(behind(pdf(), BOUNDARY), BOUNDARY.trimStart()), 'application/pdf'],
  ]; // prettier-ignore
  const refused: CorpusFile[] = [
    ['half a JPEG', 'a.jpg', cut(jpeg, 0.5), 'file-unreadable'],
    ['a JPEG that lacks a quarter', 'a.jpg', cut(jpeg, 0.75), 'file-unreadable'],
    ['half a JPEG and zeros', 'a.jpg', behind(cut(jpeg, 0.5), Buffer.alloc(50_000)), 'file-unreadable'],
    ['half a JPEG of four inks', 'a.jpg', cut(cmyk, 0.5), 'file-unreadable'],
    ['a JPEG cut in its tables', 'a.jpg', jpeg.subarray(0, 100), 'unsupported-file-type'],
    ['half a PNG', 'a.png', cut(png, 0.5), 'unsupported-file-type'],
    ['a ZIP named as a paper', 'a.pdf', makeZip(), 'unsupported-file-type'],
    ['a ZIP without an ending', 'a', makeZip(), 'unsupported-file-type'],
    ['a ZIP behind a PNG', 'a.png', behind(makePng(), makeZip()), 'unsupported-file-type'],
    ['a page for browsers named as a photograph', 'a.jfif', Buffer.from('<!doctype html>'), 'unsupported-file-type'],
  ];
  return [
    ...inside.map(([what, content, type]): CorpusFile => [what, 'a', content, type]),
    ...Object.entries(NAMES).flatMap(([type, names]) =>
      names.split(' ').map((name): CorpusFile => [`${type} named ${name}`, name, samples[type as keyof typeof samples], type]),
    ),
    ...COUNTED.map((name): CorpusFile => [`a PDF named ${name}`, name, pdf(), 'application/pdf']),
    ...REFUSED.split(/\s+/).map((name): CorpusFile => [`a JPEG named ${name}`, name, jpeg, 'unsupported-file-type']),
    ...refused,
  ]; // prettier-ignore
}
