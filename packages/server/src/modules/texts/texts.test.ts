import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LANGUAGES } from './languages.ts';
import { languageNames, localeOf, readTexts, type TextKey, translatorFor } from './texts.ts';
import { formatByteSize, formatCountry, formatDay, formatInstant, formatPercent } from './formats.ts';

const reference = readTexts('en');
/** Texts that speak of a button or a heading by its words, and where those words stand. */
const quotations: readonly (readonly [TextKey, TextKey])[] = [
  ['documents.pressAdd', 'documents.upload'],
  ['errorPage.sessionEnded.next', 'action.start'],
];
/** Long enough that two languages do not agree by chance. */
const CHANCE_LENGTH = 25;
/** A number with room to break on both sides, and two brackets between which a line may end. */
const LOOSE_NUMBER = / \(?\d[\d.]*\)?[ ,]|\)\(/;
const pluralSuffix = /_(?:zero|one|two|few|many|other)$/;

const stemOf = (key: string) => key.replace(pluralSuffix, '');
const placeholdersOf = (text: string) =>
  [...text.matchAll(/\{\{-?\s*(\w+)\s*\}\}/g)].map((match) => match[1]).toSorted();
const unique = (values: Iterable<string>) => [...new Set(values)].toSorted();

/** Placeholders of all plural forms of a text together: "one document" need not show its number. */
function placeholdersByStem(texts: Record<string, string>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [key, text] of Object.entries(texts)) {
    const names = placeholdersOf(text).filter((name) => name !== undefined);
    found.set(stemOf(key), unique([...(found.get(stemOf(key)) ?? []), ...names]));
  }
  return found;
}

for (const code of LANGUAGES) {
  const texts = readTexts(code);
  describe(`texts in ${code}`, () => {
    it('have the same keys as English, with the plural forms of the language', () => {
      const plurals = new Intl.PluralRules(localeOf(code)).resolvedOptions().pluralCategories;
      const expected = Object.keys(reference).flatMap((key) =>
        pluralSuffix.test(key) ? plurals.map((form) => `${stemOf(key)}_${form}`) : [key],
      );
      assert.deepEqual(Object.keys(texts).toSorted(), unique(expected));
    });

    it('use the same placeholders as English', () => {
      assert.deepEqual(placeholdersByStem(texts), placeholdersByStem(reference));
    });

    it('are neither empty nor padded, hold no markup and no broken placeholder', () => {
      for (const [key, text] of Object.entries(texts)) {
        assert.equal(text, text.trim(), key);
        assert.notEqual(text, '', key);
        assert.doesNotMatch(text.replaceAll(/\{\{\w+\}\}/g, ''), /[<>{}]|\$t\(/, key);
      }
    });

    it('quote labels as they stand on the page', () => {
      for (const [quoting, quoted] of quotations) assert.ok(texts[quoting]?.includes(texts[quoted] ?? '?'), quoting);
    });

    it('write a share of a hundred as figures are written beside it', () => {
      for (const key of ['declaration.ownersHint', 'declaration.noOwner'] satisfies TextKey[])
        assert.ok(texts[key]?.includes(formatPercent(25, code)), key);
    });

    it('keep a dot between facts, and the numbers of the law, in one line with what they belong to', () => {
      assert.deepEqual(
        Object.keys(texts).filter((key) => texts[key]?.includes(' ·')),
        [],
      );
      assert.match(texts['privacy.basisText'] ?? '', /6/);
      assert.doesNotMatch(texts['privacy.basisText'] ?? '', LOOSE_NUMBER);
    });

    it('are in the language itself', () => {
      const isBorrowed = ([key, text]: [string, string]) => text.length > CHANCE_LENGTH && text === reference[key];
      assert.equal(Object.entries(texts).some(isBorrowed), code === 'en');
    });
  });
}

describe('translatorFor', () => {
  it('puts values in as they are, even if they look like templates', () => {
    const hostile = '{{company}} $t(action.start) <b>';
    const text = translatorFor('en')('landing.heading', { seller: hostile, company: 'X' });
    assert.equal(text, `${hostile} asks you for company documents`);
  });

  it('chooses the plural form', () => {
    const translate = translatorFor('de');
    assert.match(translate('review.missingText', { count: 1, seller: 'A' }), /^Ein verlangtes Dokument/);
    assert.match(translate('review.missingText', { count: 3, seller: 'A' }), /^3 verlangte Dokumente/);
  });
});

describe('languageNames', () => {
  it('say every language in its own words', () => {
    const names = new Map(languageNames);
    assert.equal(names.size, LANGUAGES.length);
    assert.deepEqual([names.get('de'), names.get('en')], ['Deutsch', 'English']);
  });
});

describe('formats', () => {
  const instant = new Date('2026-12-22T17:05:00Z');

  it('say the time zone', () => {
    assert.equal(formatInstant(instant, 'en'), '22\u00a0December 2026 at 17:05 UTC');
    assert.equal(formatInstant(instant, 'de'), '22.\u00a0Dezember 2026 um 17:05 UTC');
    assert.equal(formatInstant(instant, 'de', 'PT'), '22.\u00a0Dezember 2026 um 17:05 (Westeuropäische Zeit)');
    assert.equal(formatInstant(instant, 'en', 'ZZ'), '22\u00a0December 2026 at 17:05 UTC', 'no clock known');
    assert.equal(formatInstant(instant, 'en', 'toString'), '22\u00a0December 2026 at 17:05 UTC');
  });

  it('keep a day and its month in one line', () => {
    assert.equal(formatDay(instant, 'de'), '22.\u00a0Dezember 2026');
    assert.equal(formatDay(instant, 'pt'), '22\u00a0de\u00a0dezembro de 2026');
    assert.equal(formatDay(instant, 'hu'), '2026. december\u00a022.');
    for (const language of LANGUAGES) {
      const told = formatDay(instant, language);
      assert.match(told, /22\S*\u00a0\p{L}|\p{L}\u00a022/u, language);
      assert.equal(formatInstant(instant, language).startsWith(told), true, language);
    }
  });

  it('follow the clock of the country through winter and summer', () => {
    assert.equal(formatInstant(instant, 'en', 'DE'), '22\u00a0December 2026 at 18:05 (Central European Time)');
    const summer = new Date('2027-03-28T01:00:00Z');
    assert.equal(formatInstant(summer, 'en', 'DE'), '28\u00a0March 2027 at 03:00 (Central European Time)');
    assert.equal(
      formatInstant(new Date(summer.getTime() - 1), 'en', 'DE'),
      '28\u00a0March 2027 at 01:59 (Central European Time)',
    );
    assert.equal(formatInstant(summer, 'en', 'GR'), '28\u00a0March 2027 at 04:00 (Eastern European Time)');
  });

  it('know the clock of every country of the EU, in every language', () => {
    const countries = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');
    for (const country of countries)
      for (const language of LANGUAGES) {
        const told = formatInstant(instant, language, country);
        assert.match(told, /[(]\p{L}.*\p{L}[)]+$/u, `${country} ${language}`);
        assert.doesNotMatch(told, /UTC|GMT/);
      }
  });

  it('round file sizes for people, never down to nothing', () => {
    assert.equal(formatByteSize(12, 'en'), '1\u00a0kB');
    assert.equal(formatByteSize(20 * 1024 * 1024, 'de'), '20\u00a0MB');
    assert.equal(formatByteSize(1_250_000, 'de'), '1,2\u00a0MB');
  });

  it('name countries and leave unknown codes alone', () => {
    assert.equal(formatCountry('DE', 'en'), 'Germany');
    assert.equal(formatCountry('PT', 'de'), 'Portugal');
    assert.equal(formatCountry('<b>', 'de'), '<b>');
  });
});
