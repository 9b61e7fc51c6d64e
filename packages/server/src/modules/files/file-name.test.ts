import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseFileName } from './file-name.ts';

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
  ['.', 'document.', ''],
  ['..', '..', ''],
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
    assert.equal(Array.from(parseFileName(`a.${'x'.repeat(5000)}`).text).length, 12);
  });
});
