import { crc32, deflateSync } from 'node:zlib';

/** Small honest files of each type, padded to a wanted size, for tests. */

const PDF_START = Buffer.from(
  [
    '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n',
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n',
    '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n',
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n%',
  ].join(''),
  'latin1',
);
const PDF_END = Buffer.from('\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n');

/** Padding that repeats with no period near 64 KiB, so that a lost or doubled record shows. */
export function pattern(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at += 1) bytes[at] = 97 + ((at * at + (at >> 8)) % 23);
  return bytes;
}

/** Of one empty page. */
export function makePdf(byteSize = 400): Buffer {
  const padding = byteSize - PDF_START.length - PDF_END.length;
  if (padding < 0) throw new Error('too small for this sample');
  return Buffer.concat([PDF_START, pattern(padding), PDF_END]);
}

export function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const bytes = Buffer.alloc(body.length + 8);
  bytes.writeUInt32BE(data.length);
  body.copy(bytes, 4);
  bytes.writeUInt32BE(crc32(body), bytes.length - 4);
  return bytes;
}

export const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

export function pngHeader(): Buffer {
  return pngChunk('IHDR', Buffer.from('00000001000000010802000000', 'hex'));
}

export function makePng(extra: Buffer[] = []): Buffer {
  const data = pngChunk('IDAT', deflateSync(Buffer.from([0, 255, 0, 0])));
  return Buffer.concat([PNG_SIGNATURE, pngHeader(), ...extra, data, pngChunk('IEND', Buffer.alloc(0))]);
}

export function jpegSegment(code: number, data: Buffer): Buffer {
  const bytes = Buffer.alloc(4 + data.length);
  bytes.writeUInt16BE(0xff00 | code);
  bytes.writeUInt16BE(data.length + 2, 2);
  data.copy(bytes, 4);
  return bytes;
}

/** A scan with a stuffed 0xFF, a restart and a fill byte, as real encoders write them. */
export function jpegScan(length = 40): Buffer {
  const entropy = Buffer.concat([pattern(length), Buffer.from('ff00ffd0aaffff00', 'hex'), pattern(9)]);
  return Buffer.concat([jpegSegment(0xda, Buffer.from('010100003f00', 'hex')), entropy]);
}

/** Tables, frame and scan of a picture of 8 by 8 pixels, as libjpeg wrote them. */
const JPEG_TABLES = [
  'ffdb0043001b12141714111b1716171e1c1b2028422b28252528513a3d3042605565645f555d5b6a7899816a7190735b5d85b586909ea3abadab6780bcc9baa6c799a8aba4',
  'ffdb0043011c1e1e2823284e2b2b4ea46e5d6ea4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4',
  'ffc00011080008000803012200021101031101',
  'ffc4001500010100000000000000000000000000000002',
  'ffc4001e10000200060300000000000000000000000102000304114151233171',
  'ffc40014010100000000000000000000000000000000',
  'ffc40014110100000000000000000000000000000000',
];
const JPEG_SCAN = 'ffda000c03010002110311003f009494aea69a948590a3966dec186403ad9cf9da1080';

export function makeJpeg(extra: Buffer[] = [], scans: Buffer[] = [Buffer.from(JPEG_SCAN, 'hex')]): Buffer {
  return Buffer.concat([
    Buffer.from('ffd8', 'hex'),
    jpegSegment(0xe0, Buffer.from('4a46494600010100000100010000', 'hex')),
    ...extra,
    Buffer.from(JPEG_TABLES.join(''), 'hex'),
    ...scans,
    Buffer.from('ffd9', 'hex'),
  ]);
}

export function box(type: string, data: Buffer): Buffer {
  const bytes = Buffer.alloc(8 + data.length);
  bytes.writeUInt32BE(bytes.length);
  bytes.write(type, 4, 'latin1');
  data.copy(bytes, 8);
  return bytes;
}

export function fileTypeBox(major: string, compatible: string[]): Buffer {
  return box('ftyp', Buffer.from(`${major}\0\0\0\0${compatible.join('')}`, 'latin1'));
}

/** Four fields of colour on 96 by 64 pixels, as x265 and libheif wrote them: `meta` and `mdat`, to follow 28 bytes of `ftyp`. */
const HEIC = Buffer.from(
  [
    'AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAUJtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAABAAAA',
    'Imlsb2MAAAAAREAAAQABAAAAAAFmAAEAAAAAAAAAOQAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEAAGh2YzEAAAAAwmlwcnAAAACkaXBjbwAAAHhodmND',
    'AQNwAAAAAAAAAAAAHvAA/P34+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQCEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoDCBBZbqSSmubgQEDAgA',
    'AAMACAAAAwAIQCIAAQAHRAHBcrAiQAAAABRpc3BlAAAAAAAAAGAAAABAAAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAoMAAABBbWRhdAAA',
    'ADUoAa8LYPrGwdf/+Jr79qBB1P2vDP2Rkhn71oy8yX/mvA7K0/zEq3bSFxzlscis+JCt6oZh0A==',
  ].join(''),
  'base64',
);
const HEIC_TYPE_BYTES = 28;

/** Decodes where `compatible` names three brands; the picture stands at a fixed place of the file. */
export function makeHeic(major = 'heic', compatible = ['mif1', 'heic', 'miaf'], rest?: Buffer[]): Buffer {
  return Buffer.concat([fileTypeBox(major, compatible), ...(rest ?? [HEIC.subarray(HEIC_TYPE_BYTES)])]);
}

/** A ZIP archive of one stored file. */
export function makeZip(name = 'a.txt', content: Buffer = Buffer.from('hello'), comment = ''): Buffer {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50);
  local.writeUInt16LE(20, 4);
  local.writeUInt32LE(crc32(content), 14);
  local.writeUInt32LE(content.length, 18);
  local.writeUInt32LE(content.length, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50);
  local.copy(central, 6, 4, 30);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + content.length, 16);
  end.writeUInt16LE(comment.length, 20);
  const file = Buffer.concat([local, Buffer.from(name), content]);
  return Buffer.concat([file, central, Buffer.from(name), end, Buffer.from(comment)]);
}
