import assert from 'node:assert/strict';
import { it } from 'node:test';
import { chooseLanguage } from './language-choice.ts';

it("takes the browser's most welcome language that there is", () => {
  const cases: [string | undefined, string][] = [
    [undefined, 'en'],
    ['', 'en'],
    ['de', 'de'],
    ['DE-at', 'de'],
    ['fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5', 'fr'],
    ['en;q=0.3, pl;q=0.9, sv;q=0.7', 'pl'],
    ['de-AT,en-US;q=0.9,en;q=0.8,de;q=0.7', 'de'],
    ['uk, ja;q=0.9, lt;q=0.1', 'lt'],
    ['zh-Hans-CN, el ; q=0.5', 'el'],
    ['de;q=0, fr;q=0.2', 'fr'],
    ['de;q=0', 'en'],
    ['de;Q=0.1, fr;q=0.5', 'fr'],
    ['*', 'en'],
    ['uk, *;q=0.5', 'en'],
    ['de_DE, sv', 'sv'],
    [';;, =, "de, sv', 'sv'],
    [`${'xx,'.repeat(30)}it`, 'en'],
    [`${'xx;q=0.1,'.repeat(30)}it`, 'it'],
  ];
  for (const [header, language] of cases) {
    const headers = header === undefined ? {} : { 'accept-language': header };
    assert.equal(chooseLanguage({ headers, query: {} }), language, header);
  }
});

it('lets what was asked for go before what was set, and that before the browser', () => {
  const headers = { 'accept-language': 'de' };
  assert.equal(chooseLanguage({ headers, query: { lang: 'fr' } }, 'it'), 'fr');
  assert.equal(chooseLanguage({ headers, query: { lang: 'xx' } }, 'it'), 'it');
  assert.equal(chooseLanguage({ headers, query: { lang: ['fr'] } }, 'xx'), 'de');
});
