import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { MediaType } from './media-type.ts';
import { nameByContent, parseFileName } from './file-name.ts';

const cases: readonly [string, string, string][] = [
  ['Auszug Handelsregister.pdf', 'Auszug Handelsregister.pdf', 'pdf'],
  ['übersicht.PDF', 'übersicht.PDF', 'pdf'],
  ['u\u0308bersicht.pdf', 'übersicht.pdf', 'pdf'],
  ['../../etc/passwd.pdf', 'passwd.pdf', 'pdf'],
  ['C:\\fakepath\\scan.jpg', 'scan.jpg', 'jpg'],
  ['/etc/cron.d/x.png', 'x.png', 'png'],
  ['..\\..\\x.png', 'x.png', 'png'],
  ['folder/', 'document', ''],
  ['', 'document', ''],
  ['.', 'document', ''],
  ['..', 'document', ''],
  ['a.pdf.', 'a.pdf', 'pdf'],
  ['a.exe. .', 'a.exe', 'exe'],
  ['statement.pdf (1)', 'statement (1).pdf', 'pdf'],
  ['statement.PDF(12)', 'statement (12).PDF', 'pdf'],
  ['statement.pdf[2]', 'statement (2).pdf', 'pdf'],
  ['setup.exe (1)', 'setup (1).exe', 'exe'],
  ['Rechnung (1)', 'Rechnung (1)', ''],
  ['Auszug vom 3.11.2026 Handelsregister', 'Auszug vom 3.11.2026 Handelsregister', ''],
  ['a.constructor', 'a.constructor', ''],
  ['.pdf', 'document.pdf', 'pdf'],
  ['  a b .pdf ', 'a b.pdf', 'pdf'],
  ['a\0b\r\nc\u007f\u0085.pdf', 'abc.pdf', 'pdf'],
  ['a"; filename="b.pdf', 'a"; filename="b.pdf', 'pdf'],
  ['invoice\u202efdp.exe', 'invoicefdp.exe', 'exe'],
  ['a\ud800b.pdf', 'ab.pdf', 'pdf'],
  ['a\u2028b\ufeff.pdf', 'ab.pdf', 'pdf'],
  ['名前.heic', '名前.heic', 'heic'],
];

suite('file names', () => {
  for (const [claimed, text, extension] of cases) {
    test(`${JSON.stringify(claimed)} becomes ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parseFileName(claimed), { text, extension });
    });
  }

  test('keeps 200 code points and the extension, emoji counting one', () => {
    const { text, extension } = parseFileName(`${'😀'.repeat(300)}.pdf`);
    assert.equal(text, `${'😀'.repeat(196)}.pdf`);
    assert.equal(extension, 'pdf');
    assert.equal(Array.from(parseFileName(`a.${'x'.repeat(5000)}`).text).length, 200);
  });
});

const named: readonly [string, MediaType, string][] = [
  ['photo.jpg', 'image/jpeg', 'photo.jpg'],
  ['PHOTO.JPEG', 'image/jpeg', 'PHOTO.JPEG'],
  ['photo.jfif', 'image/jpeg', 'photo.jpg'],
  ['photo.jpe', 'image/jpeg', 'photo.jpg'],
  ['photo.pjpeg', 'image/jpeg', 'photo.jpg'],
  ['DSC_0001.MPO', 'image/jpeg', 'DSC_0001.jpg'],
  ['photo.HEIC', 'image/jpeg', 'photo.jpg'],
  ['photo.jpg.png', 'image/jpeg', 'photo.jpg'],
  ['photo.webp', 'image/png', 'photo.png'],
  ['scan.pdf', 'image/jpeg', 'scan.jpg'],
  ['scan.tif', 'application/pdf', 'scan.pdf'],
  ['scan.pdf.pdf', 'application/pdf', 'scan.pdf.pdf'],
  ['IMG_1.hif', 'image/heic', 'IMG_1.heic'],
  ['IMG_1.heif', 'image/heic', 'IMG_1.heic'],
  ['no-ending', 'image/jpeg', 'no-ending.jpg'],
  ['Auszug vom 3.11.2026', 'application/pdf', 'Auszug vom 3.11.2026.pdf'],
  ['Auszug v. 3.11.2026 Brenner GmbH', 'application/pdf', 'Auszug v. 3.11.2026 Brenner GmbH.pdf'],
  ['statement.pdf (1)', 'application/pdf', 'statement (1).pdf'],
  ['statement.pdf (1)', 'image/png', 'statement (1).png'],
  ['statement.pdf.tmp', 'application/pdf', 'statement.pdf'],
  ['attachment.bin', 'application/pdf', 'attachment.pdf'],
  ['a.constructor', 'application/pdf', 'a.constructor.pdf'],
  ['.jfif', 'image/jpeg', 'document.jpg'],
  ['', 'image/heic', 'document.heic'],
];

suite('names by content', () => {
  for (const [claimed, mediaType, text] of named) {
    test(`${JSON.stringify(claimed)} with ${mediaType} is shown as ${JSON.stringify(text)}`, () => {
      assert.equal(nameByContent(parseFileName(claimed), mediaType), text);
    });
  }

  test('leaves room for the ending in 200 code points', () => {
    const text = nameByContent(parseFileName('😀'.repeat(300)), 'application/pdf');
    assert.equal(text, `${'😀'.repeat(196)}.pdf`);
  });
});
