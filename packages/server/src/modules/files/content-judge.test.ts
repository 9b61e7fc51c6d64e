import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createByteWalk, type Structure } from './byte-walk.ts';
import { createContentJudge } from './content-judge.ts';
import { UnsupportedFileType } from './file-errors.ts';
import { parseFileName } from './file-name.ts';
import { heicStructure } from './heic-structure.ts';
import { jpegStructure } from './jpeg-structure.ts';
import { pngStructure } from './png-structure.ts';
import {
  box,
  fileTypeBox,
  jpegScan,
  jpegSegment,
  makeHeic,
  makeJpeg,
  makePdf,
  makePng,
  makeZip,
  pattern,
  pngChunk,
  pngHeader,
  PNG_SIGNATURE,
} from './sample-files.ts';

const CHUNK_BYTES = 64 * 1024;

async function judge(name: string, content: Buffer): Promise<string> {
  try {
    const contentJudge = createContentJudge(parseFileName(name).extension);
    for (let at = 0; at < content.length; at += CHUNK_BYTES) {
      await contentJudge.push(content.subarray(at, at + CHUNK_BYTES));
    }
    return contentJudge.finish();
  } catch (error) {
    if (error instanceof UnsupportedFileType) return 'refused';
    throw error;
  }
}

function text(content: string): Buffer {
  return Buffer.from(content, 'latin1');
}

function largeBox(type: string, data: Buffer): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32BE(1);
  header.write(type, 4, 'latin1');
  header.writeBigUInt64BE(BigInt(16 + data.length), 8);
  return Buffer.concat([header, data]);
}

function openEndedBox(type: string, data: Buffer): Buffer {
  const bytes = box(type, data);
  bytes.writeUInt32BE(0);
  return bytes;
}

const png = makePng();
const jpeg = makeJpeg();
const heic = makeHeic();
const zip = makeZip();
const meta = box('meta', pattern(64));
const end = pngChunk('IEND', Buffer.alloc(0));

const honest: readonly [string, string, Buffer, string][] = [
  ['a PDF', 'a.pdf', makePdf(), 'application/pdf'],
  ['a PDF of three records', 'a.pdf', makePdf(3 * CHUNK_BYTES), 'application/pdf'],
  ['the start of a PDF', 'a.pdf', text('%PDF-1.4\n'), 'application/pdf'],
  ['an upper-case extension', 'SCAN.PDF', makePdf(), 'application/pdf'],
  ['a second dot in the name', 'a.exe.pdf', makePdf(), 'application/pdf'],
  ['a PDF with a byte order mark', 'a.pdf', text(`\xef\xbb\xbf${makePdf().toString('latin1')}`), 'application/pdf'],
  ['a PDF after two line breaks', 'a.pdf', text(`\r\n\n${makePdf().toString('latin1')}`), 'application/pdf'],
  ['a PDF without an end', 'a.pdf', makePdf().subarray(0, -'%%EOF\n'.length), 'application/pdf'],
  ['a PDF with 200,000 bytes after its end', 'a.pdf', Buffer.concat([makePdf(), pattern(200_000)]), 'application/pdf'],
  ['a PDF behind 100 other bytes', 'a.pdf', Buffer.concat([pattern(100), makePdf()]), 'application/pdf'],
  ['a PDF behind 1,019 bytes', 'a.pdf', Buffer.concat([pattern(1019), makePdf()]), 'application/pdf'],
  ['a JPEG', 'a.jpg', jpeg, 'image/jpeg'],
  ['a JPEG named jpeg', 'a.jpeg', jpeg, 'image/jpeg'],
  ['a progressive JPEG', 'a.jpg', makeJpeg([], [jpegScan(), jpegScan(9), jpegScan(99)]), 'image/jpeg'],
  [
    'a JPEG of many segments',
    'a.jpg',
    makeJpeg([pattern(65_533), pattern(65_533)].map((data) => jpegSegment(0xe1, data))),
    'image/jpeg',
  ],
  ['a JPEG with a long scan', 'a.jpg', makeJpeg([], [jpegScan(200_000)]), 'image/jpeg'],
  ['a JPEG with a second picture behind', 'a.jpg', Buffer.concat([jpeg, jpeg]), 'image/jpeg'],
  [
    'a JPEG with a film behind',
    'a.jpg',
    Buffer.concat([jpeg, fileTypeBox('mp42', ['isom']), pattern(500)]),
    'image/jpeg',
  ],
  ['a JPEG with a comment', 'a.jpg', makeJpeg([jpegSegment(0xfe, text('PK at home'))]), 'image/jpeg'],
  ['a PNG', 'a.png', png, 'image/png'],
  ['a PNG with a large colour profile', 'a.png', makePng([pngChunk('iCCP', pattern(9000))]), 'image/png'],
  ['a PNG with a profile over records', 'a.png', makePng([pngChunk('iCCP', pattern(200_000))]), 'image/png'],
  ['a HEIC', 'a.heic', heic, 'image/heic'],
  ['a HEIC named heif', 'a.heif', heic, 'image/heic'],
  ['a 10-bit HEIC', 'a.heic', makeHeic('heix', ['mif1', 'heix']), 'image/heic'],
  ['a HEIC of major brand mif1', 'a.heif', makeHeic('mif1', ['mif1', 'heic']), 'image/heic'],
  ['a HEIC sequence', 'a.heic', makeHeic('msf1', ['msf1', 'hevc'], [box('moov', pattern(50))]), 'image/heic'],
  [
    'a HEIC with a 64-bit box',
    'a.heic',
    makeHeic('heic', ['mif1'], [meta, largeBox('mdat', pattern(70_000))]),
    'image/heic',
  ],
  [
    'a HEIC with an open-ended box',
    'a.heic',
    makeHeic('heic', ['mif1'], [meta, openEndedBox('mdat', pattern(99))]),
    'image/heic',
  ],
];

/** What was refused until the review copy: the name says nothing of the content, and what lies behind a picture is in no copy. */
const asTheyCome: readonly [string, string, Buffer, string][] = [
  ['a PDF named jpg', 'a.jpg', makePdf(), 'application/pdf'],
  ['a JPEG named png', 'a.png', jpeg, 'image/jpeg'],
  ['a PNG named pdf', 'a.pdf', png, 'image/png'],
  ['a HEIC named jpg', 'a.jpg', heic, 'image/heic'],
  ['a PDF without an extension', 'a', makePdf(), 'application/pdf'],
  ['a PDF with a trailing dot', 'a.pdf.', makePdf(), 'application/pdf'],
  ['a PDF named by an object member', 'a.constructor', makePdf(), 'application/pdf'],
  ['a stream name of NTFS', 'a.pdf::$DATA', makePdf(), 'application/pdf'],
  ['a JPEG without its end mark', 'a.jpg', jpeg.subarray(0, -2), 'image/jpeg'],
  ['a JPEG cut in its scan', 'a.jpg', jpeg.subarray(0, -9), 'image/jpeg'],
  ['a JPEG with junk between segments', 'a.jpg', makeJpeg([pattern(5)]), 'image/jpeg'],
  ['a JPEG with zeros between segments', 'a.jpg', makeJpeg([Buffer.alloc(70_000)]), 'image/jpeg'],
  ['a JPEG with stuffed bytes between segments', 'a.jpg', makeJpeg([Buffer.from('ff00ff00', 'hex')]), 'image/jpeg'],
  ['a PNG with a byte behind IEND', 'a.png', Buffer.concat([png, text('x')]), 'image/png'],
  ['a PNG with 200,000 bytes behind IEND', 'a.png', Buffer.concat([png, pattern(200_000)]), 'image/png'],
  ['a PNG with HTML behind IEND', 'a.png', Buffer.concat([png, text('<script>alert(1)</script>')]), 'image/png'],
  ['an animated PNG', 'a.png', makePng([pngChunk('acTL', Buffer.alloc(8))]), 'image/png'],
];

const hostile: readonly [string, string, Buffer][] = [
  ['one byte', 'a.pdf', text('%')],
  ['plain text', 'a.pdf', text('Hello, this is no PDF.')],
  ['zeros', 'a.pdf', Buffer.alloc(5000)],
  ['a PDF named exe', 'a.exe', makePdf()],
  ['a PDF named svg', 'a.svg', makePdf()],
  ['a PDF named exe with a counter', 'a.exe (1)', makePdf()],
  ['a PDF named exe with a trailing dot', 'a.EXE. ', makePdf()],
  ['a PDF named as a script behind an honest name', 'a.pdf.js', makePdf()],
  ['a hidden exe behind U+0000', 'a.exe\0.pdf.exe', makePdf()],
  ['a hidden exe behind a direction override', 'a.pdf\u202e.exe', makePdf()],
  ['a PDF behind 1,020 bytes', 'a.pdf', Buffer.concat([pattern(1020), makePdf()])],
  ['a PDF behind white space and markup', 'a.pdf', Buffer.concat([text('\r\n <svg>'), makePdf()])],
  ['a PDF that is a ZIP too', 'a.pdf', Buffer.concat([text('%PDF-1.7\n'), zip, text('\n%%EOF')])],
  ['a PDF in the comment of a ZIP', 'a.pdf', Buffer.concat([makePdf(), makeZip('a', text('b'), '%%EOF')])],
  ['FDF', 'a.pdf', text('%FDF-1.2\n%%EOF')],
  ['PostScript', 'a.pdf', text('%!PS-Adobe-3.0 EPSF-3.0\n%%EOF')],
  ['SVG', 'a.svg', text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  ['SVG named png', 'a.png', text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['HTML named pdf', 'a.pdf', text('<!doctype html><script>alert(1)</script>%PDF-1.7 %%EOF')],
  ['HTML named html', 'a.html', text('<html></html>')],
  ['a ZIP', 'a.zip', zip],
  ['a ZIP named pdf', 'a.pdf', zip],
  ['a Word document', 'a.docx', makeZip('[Content_Types].xml', text('<Types/>'))],
  ['a Word document named pdf', 'a.pdf', makeZip('[Content_Types].xml', text('<Types/>'))],
  ['an old Office document', 'a.pdf', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])],
  ['RTF', 'a.pdf', text('{\\rtf1 hello %%EOF}')],
  ['a Windows program', 'a.pdf', Buffer.concat([text('MZ'), Buffer.alloc(200), makePdf()])],
  ['an ELF program', 'a.jpg', Buffer.concat([Buffer.from('7f454c4602010100', 'hex'), Buffer.alloc(200)])],
  ['a shell script', 'a.pdf', text('#!/bin/sh\n%PDF-1.7\n%%EOF')],
  ['gzip', 'a.pdf', Buffer.from('1f8b0800000000000003', 'hex')],
  ['7z', 'a.pdf', Buffer.from('377abcaf271c0004', 'hex')],
  ['RAR', 'a.pdf', Buffer.from('526172211a0701000000', 'hex')],
  ['GIF', 'a.png', text('GIF89a\x01\0\x01\0\0\0\0;')],
  ['BMP', 'a.png', Buffer.concat([text('BM'), Buffer.alloc(60)])],
  ['TIFF', 'a.jpg', Buffer.concat([Buffer.from('49492a0008000000', 'hex'), Buffer.alloc(60)])],
  ['WebP', 'a.jpg', text('RIFF\x24\0\0\0WEBPVP8 \0\0\0\0')],
  ['MP4', 'a.heic', Buffer.concat([fileTypeBox('mp42', ['isom', 'heic']), meta])],
  ['AVIF', 'a.heic', Buffer.concat([fileTypeBox('avif', ['mif1', 'heic']), meta])],
  ['AVIF as mif1', 'a.heif', makeHeic('mif1', ['mif1', 'avif'])],
  ['mif1 of an unknown codec', 'a.heif', makeHeic('mif1', ['mif1', 'miaf'])],
  ['a HEIC without meta', 'a.heic', makeHeic('heic', ['mif1'], [box('mdat', pattern(99))])],
  ['a HEIC of its first box alone', 'a.heic', makeHeic('heic', ['mif1'], [])],
  ['a HEIC cut within a box', 'a.heic', heic.subarray(0, -20)],
  ['a HEIC with 3 bytes behind', 'a.heic', Buffer.concat([heic, text('abc')])],
  ['a HEIC with a ZIP behind', 'a.heic', Buffer.concat([heic, zip])],
  ['a HEIC with a ZIP in a box', 'a.heic', makeHeic('heic', ['mif1'], [meta, box('mdat', zip)])],
  ['a HEIC with a box of 4 bytes', 'a.heic', Buffer.concat([heic, Buffer.from('00000004666f6f66', 'hex')])],
  ['a HEIC with a box of unprintable type', 'a.heic', Buffer.concat([heic, Buffer.from('0000000800010203', 'hex')])],
  [
    'a HEIC with a giant first box',
    'a.heic',
    Buffer.concat([
      fileTypeBox(
        'heic',
        Array.from({ length: 400 }, () => 'mif1'),
      ),
      meta,
    ]),
  ],
  ['JPEG start only', 'a.jpg', Buffer.from('ffd8ffe0', 'hex')],
  ['a JPEG cut in a segment', 'a.jpg', jpeg.subarray(0, 12)],
  ['a JPEG with a segment of length 1', 'a.jpg', makeJpeg([Buffer.from('ffe10001', 'hex')])],
  ['a JPEG with a ZIP behind', 'a.jpg', Buffer.concat([jpeg, zip])],
  ['a JPEG with a commented ZIP behind', 'a.jpg', Buffer.concat([jpeg, makeZip('a', text('b'), 'c'.repeat(60_000))])],
  ['a JPEG with a ZIP and junk behind', 'a.jpg', Buffer.concat([jpeg, zip, pattern(3000)])],
  ['a JPEG that reads as PDF', 'a.jpg', makeJpeg([jpegSegment(0xfe, makePdf())])],
  ['JPEG-LS', 'a.jpg', Buffer.concat([Buffer.from('ffd8fff7', 'hex'), jpeg.subarray(4)])],
  ['a PNG signature only', 'a.png', PNG_SIGNATURE],
  ['a PNG without IHDR', 'a.png', Buffer.concat([PNG_SIGNATURE, end])],
  ['a PNG with two IHDR', 'a.png', makePng([pngHeader()])],
  ['a PNG without IEND', 'a.png', png.subarray(0, -12)],
  ['a PNG cut in IEND', 'a.png', png.subarray(0, -1)],
  ['a PNG with a ZIP in a chunk', 'a.png', makePng([pngChunk('tEXt', zip)])],
  ['a PNG that reads as PDF', 'a.png', makePng([pngChunk('tEXt', makePdf())])],
  [
    'a PNG with a chunk beyond the end',
    'a.png',
    Buffer.concat([PNG_SIGNATURE, pngHeader(), Buffer.from('7fffffff49444154', 'hex')]),
  ],
  ['a PNG with a damaged signature', 'a.png', Buffer.concat([text('\x89PNG\n\n\x1a\n'), png.subarray(8)])],
];

suite('content judge', () => {
  for (const [what, name, content, mediaType] of [...honest, ...asTheyCome]) {
    test(`accepts ${what}`, async () => assert.equal(await judge(name, content), mediaType));
  }
  for (const [what, name, content] of hostile) {
    test(`refuses ${what}`, async () => assert.equal(await judge(name, content), 'refused'));
  }

  test('judges structures alike however the bytes are cut', () => {
    const structures: (() => Structure)[] = [jpegStructure, pngStructure, heicStructure];
    const contents = [...honest, ...asTheyCome, ...hostile]
      .map((row) => row[2])
      .filter((content) => content.length < 70_000);
    for (const structure of structures) {
      let accepted = 0;
      for (const content of contents) {
        const verdicts = [1, 3, 4096, content.length].map((size) => {
          const walk = createByteWalk(structure());
          for (let at = 0; at < content.length; at += size) walk.push(Buffer.from(content.subarray(at, at + size)));
          return walk.finish();
        });
        assert.equal(new Set(verdicts).size, 1);
        accepted += verdicts[0] ? 1 : 0;
      }
      assert.ok(accepted > 0 && accepted < contents.length);
    }
  });
});
