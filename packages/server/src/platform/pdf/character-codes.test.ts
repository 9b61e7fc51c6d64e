import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LANGUAGES, translatorFor } from '../../modules/texts/index.ts';
import { CharacterCodes } from './character-codes.ts';
import { loadPdfFonts } from './pdf-fonts.ts';

const { hasGlyph } = await loadPdfFonts();

function shown(text: string): string {
  return new CharacterCodes(hasGlyph).shown(text);
}

describe('what a paper cannot show', () => {
  for (const [about, name, expected] of [
    ['Hebrew', 'חוזה.pdf', '[U+05D7 U+05D5 U+05D6 U+05D4].pdf'],
    ['Arabic with digits', 'عقد 2024.pdf', '[U+0639 U+0642 U+062F] 2024.pdf'],
    ["Arabic's own digits and comma", '٢،.pdf', '[U+0662 U+060C].pdf'],
    ['Chinese', '营业执照.pdf', '[U+8425 U+4E1A U+6267 U+7167].pdf'],
    ['Japanese', 'ロゴ.png', '[U+30ED U+30B4].png'],
    ['Korean', '등록.jpg', '[U+B4F1 U+B85D].jpg'],
    ['Thai with its marks', 'ที่.pdf', '[U+0E17 U+0E35 U+0E48].pdf'],
    ['Georgian, which the fonts have', 'აბ.pdf', '[U+10D0 U+10D1].pdf'],
    ['a direction mark', 'a\u202Efdp.exe', 'a[U+202E]fdp.exe'],
    ['an emoji of several', '👩‍👧.pdf', '[U+1F469 U+200D U+1F467].pdf'],
    ['half of a character', 'a\uD800.pdf', 'a[U+D800].pdf'],
    ['what no font has', 'a\u{10FFFF}', 'a[U+10FFFF]'],
    ['a mark too many', 'x\u0303\u0303', 'x\u0303[U+0303]'],
    ['what looks like a code', '[U+05D7].pdf', '[U+005B]U+05D7].pdf'],
  ] as const)
    it(`is said by its numbers: ${about}`, () => {
      const codes = new CharacterCodes(hasGlyph);
      assert.deepEqual([codes.shown(name), codes.areUsed], [expected, true]);
    });

  it('is nothing of the languages of the page, nor of how people name files', () => {
    const names = [
      'Ἑλλάς – März (2).pdf',
      'Ђурђевић & Söhne.jpg',
      'Łódź [kopia] №5 “x” €.png',
      'Şirket İlişkisi',
      'Việt Nam',
    ];
    const texts = LANGUAGES.flatMap((language) => [
      translatorFor(language)('receipt.fingerprint'),
      translatorFor(language)('receipt.codes'),
    ]);
    for (const text of [...names, ...texts]) {
      const codes = new CharacterCodes(hasGlyph);
      assert.deepEqual([codes.shown(text), codes.areUsed], [text, false]);
    }
  });

  it('is never said like anything else', () => {
    const signs = fc.constantFrom('a', '[', 'U', '+', '0', '5', 'D', '7', ']', ' ', 'ח', 'ו', '\u0303', '\u202E');
    const text = fc.array(signs, { maxLength: 12 }).map((all) => all.join(''));
    fc.assert(
      fc.property(text, text, (one, other) => one === other || shown(one) !== shown(other)),
      { numRuns: 3_000 },
    );
    fc.assert(
      fc.property(text, (one) => readBack(shown(one)) === one),
      { numRuns: 3_000 },
    );
  });
});

/** What a reader of the paper does. */
function readBack(written: string): string {
  return written.replaceAll(/\[(U\+[0-9A-F]+(?: U\+[0-9A-F]+)*)\]/g, (_, codes: string) =>
    codes
      .split(' ')
      .map((code) => String.fromCodePoint(Number.parseInt(code.slice(2), 16)))
      .join(''),
  );
}
