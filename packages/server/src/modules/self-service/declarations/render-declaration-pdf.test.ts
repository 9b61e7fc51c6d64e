import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { translatorFor } from '../../texts/index.ts';
import { readPdf } from '../../../platform/pdf/read-pdf.test-support.ts';
import type { Declaration } from './declaration.ts';
import { renderDeclarationPdf } from './render-declaration-pdf.ts';

const declaration: Declaration = {
  language: 'bg',
  template: null,
  sellerName: 'Autohaus Brenner GmbH',
  operatorName: 'Example KYC Services',
  invitationId: '0198f2a4-7c11-7b9a-9f3e-2f2f6b1a77d0',
  companyName: 'Гараж ЕООД',
  vatNumber: 'BG123456789',
  companyCountry: 'BG',
  signerName: 'Мария Петрова',
  signerRole: 'Управител',
  hasNoOwner: false,
  persons: [{ name: 'Şahin Łukasz Ħ', country: 'TR', share: 33.33 }],
  funds: ['loan'],
  fundsWords: '',
  isPoliticallyExposed: false,
  isOnOwnAccount: true,
  signature: 'Мария Петрова',
  place: 'София',
  signedAt: new Date('2026-11-29T22:30:05.250Z'),
};

const textOf = async (changes: Partial<Declaration> = {}): Promise<string> =>
  (await readPdf(await renderDeclarationPdf({ ...declaration, ...changes }))).pages.join(' ');

describe('the paper of a declaration', () => {
  it('has the day of its company’s country, and the instant in UTC', async () => {
    const text = await textOf();
    assert.match(text, /30 ноември 2026[^/]* \/ 30 November 2026 2026-11-29T22:30:05\.250Z \(UTC\)/);
    assert.match(await textOf({ companyCountry: 'PT' }), /29 November 2026 2026-11-29T22/);
  });

  it('names the persons of the management where nobody owns enough', async () => {
    const words = 'No natural person holds more than 25%. The persons in management are named instead.';
    assert.ok(!(await textOf()).includes(words));
    assert.ok((await textOf({ hasNoOwner: true })).includes(words));
  });

  it('is the same, byte for byte, for the same facts, and tells its title without names', async () => {
    const [one, other] = await Promise.all([renderDeclarationPdf(declaration), renderDeclarationPdf(declaration)]);
    assert.ok(one.equals(other));
    const { title, createdAt, catalog } = await readPdf(one);
    assert.equal(title, 'Декларация срещу изпирането на пари 0198f2a4-7c11-7b9a-9f3e-2f2f6b1a77d0');
    assert.deepEqual(createdAt, new Date('2026-11-29T22:30:05Z'));
    assert.equal(catalog.get('Lang'), '(bg)');
  });

  it('lets no name turn the words after it around', async () => {
    const text = await textOf({ signerName: 'Ana\u202E\n\u0000 evil', signature: 'Ana\u2066x', place: 'חיפה' });
    for (const said of ['Ana[U+202E] [U+0000] evil', 'Ana[U+2066]x', '[U+05D7 U+05D9 U+05E4 U+05D4]'])
      assert.ok(text.includes(said), said);
    assert.ok(text.includes(translatorFor('bg')('receipt.codes')));
    assert.ok(!/[\u202E\u2066\p{scx=Hebrew}]/u.test(text));
  });

  it('prints letters of every language of the Union', async () => {
    assert.ok((await textOf()).includes('Şahin Łukasz Ħ'));
  });
});
