import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readPdf } from '../../../platform/pdf/read-pdf.test-support.ts';
import { formatInstant, localeOf, translatorFor, LANGUAGES } from '../../texts/index.ts';
import { type ReceiptFacts, type ReceiptFile, receiptFileName, renderReceiptPdf } from './index.ts';

const file = (type: ReceiptFile['type'], fileName: string, n: number): ReceiptFile => ({
  type,
  fileName,
  byteSize: 482_113 * n,
  sha256: n.toString(16).repeat(64),
});

const facts = {
  language: 'en',
  reference: '7K3F9-QXM2T',
  submittedAt: new Date('2026-11-24T09:12:00Z'),
  sellerName: 'Autohaus Krüger & Söhne GmbH',
  organizationName: 'AutoMarkt Europe',
  companyName: 'Αντιπροσωπεία Αθηνών ΑΕ',
  companyCountry: 'GR',
  vatNumber: 'EL094259216',
  recipientEmail: 'office@garage.example',
  isCompanyCorrect: false,
  remark: 'Улицата е друга.\r\n\r\nŻółta 7, Łódź.',
  privacyNoticeVersion: '2026-11',
  operatorName: 'NT24',
  files: [
    file('COC_EXTRACT', 'Certidão permanente.pdf', 1),
    file('VAT_CERTIFICATE', 'Πιστοποιητικό ΦΠΑ.pdf', 2),
    file('CONTACT_ID_CARD', 'Лична карта.heic', 3),
    file('AML_DECLARATION', 'oświadczenie źródła.pdf', 4),
  ],
  notSupplied: [{ type: 'TP_OWNERSHIP_STRUCTURE', reason: 'Регистърът не отговаря.\nŻółta księga.' }],
} as const satisfies ReceiptFacts;

const ACTIVE = [
  'AA',
  'AcroForm',
  'EmbeddedFiles',
  'JavaScript',
  'JS',
  'Launch',
  'OpenAction',
  'RichMedia',
  'URI',
  'XFA',
];

describe('the receipt as a PDF', () => {
  for (const language of LANGUAGES) {
    it(`says in ${language} what was sent, when, by whom and to whom`, async () => {
      const translate = translatorFor(language);
      const pdf = await readPdf(await renderReceiptPdf({ ...facts, language }));
      assert.equal(pdf.pages.length, 1);
      const said = pdf.pages.join(' ');
      for (const words of [
        translate('receipt.heading'),
        facts.reference,
        formatInstant(facts.submittedAt, language, 'GR').replaceAll(/\s+/g, ' '),
        formatInstant(facts.submittedAt, language).replaceAll(/\s+/g, ' '),
        facts.companyName,
        facts.vatNumber,
        facts.recipientEmail,
        facts.sellerName,
        'AutoMarkt Europe',
        translate('receipt.disputed'),
        'Улицата е друга.',
        'Żółta 7, Łódź.',
        translate('privacy.version', { version: '2026-11' }),
        translate('receipt.page', { page: 1, pages: 1 }),
        ...facts.files.flatMap(({ type, fileName, sha256 }) => [fileName, sha256, translate(`documentType.${type}`)]),
      ]) {
        assert.ok(said.includes(words), `${words} in: ${said}`);
      }
      assert.equal(pdf.title, `${translate('receipt.heading')} ${facts.reference}`);
      assert.equal(pdf.catalog.get('Lang'), `(${localeOf(language)})`);
    });
  }

  it('can be read by a screen reader, and does nothing by itself', async () => {
    const { catalog, names } = await readPdf(await renderReceiptPdf(facts));
    assert.match(catalog.get('MarkInfo') ?? '', /\/Marked true/);
    assert.match(catalog.get('ViewerPreferences') ?? '', /\/DisplayDocTitle true/);
    for (const tag of ['Document', 'H1', 'H2', 'Table', 'TR', 'TH', 'TD', 'L', 'LI', 'Lbl', 'LBody', 'P', 'FontFile2'])
      assert.ok(names.has(tag), tag);
    assert.deepEqual(
      ACTIVE.filter((name) => names.has(name)),
      [],
    );
  });

  it('is the same to the byte for the same submission, whenever it is made', async () => {
    const [one, other] = await Promise.all([renderReceiptPdf(facts), renderReceiptPdf(facts)]);
    assert.ok(one.equals(other));
    assert.deepEqual((await readPdf(one)).createdAt, facts.submittedAt);
  });

  it('breaks pages between facts, never within a file, and numbers them', async () => {
    const files = Array.from({ length: 20 }, (_, n) => file('ADDRESS_PROOF', `${'scan '.repeat(39)}${n}.pdf`, n % 16));
    const { pages } = await readPdf(await renderReceiptPdf({ ...facts, files }));
    assert.equal(pages.length, 3);
    pages.forEach((page, n) => assert.ok(page.includes(`Page ${n + 1} of 3`), page));
    files.forEach(({ sha256 }, n) => {
      const page = pages.find((text) => text.includes(`scan ${n}.pdf`)) ?? '';
      assert.match(
        page.slice(page.indexOf(`scan ${n}.pdf`)),
        new RegExp(`^scan ${n}\\.pdf Proof of address .{4,12} SHA-256 ${sha256}`),
      );
    });
  });

  it('says by their numbers the characters that it cannot show, wherever they stand, and explains that', async () => {
    const name = 'חוזה 营业.pdf';
    const codes = '[U+05D7 U+05D5 U+05D6 U+05D4] [U+8425 U+4E1A]';
    for (const [field, times] of [
      ['sellerName', 2],
      ['organizationName', 1],
      ['companyName', 2],
      ['operatorName', 0],
      ['recipientEmail', 1],
      ['remark', 1],
    ] as const) {
      const { pages } = await readPdf(await renderReceiptPdf({ ...facts, [field]: name }));
      const said = pages.join(' ');
      // Who runs the service stands at the foot of each page.
      assert.equal(said.split(codes).length - 1, times || pages.length, `${field}: ${said}`);
      assert.ok(said.includes(translatorFor('en')('receipt.codes')), field);
    }
    const named = await readPdf(await renderReceiptPdf({ ...facts, files: [file('COC_EXTRACT', name, 1)] }));
    assert.ok(named.pages.join(' ').includes(`${codes}.pdf Commercial register extract`));
    const plain = (await readPdf(await renderReceiptPdf(facts))).pages.join(' ');
    assert.ok(!plain.includes('U+'));
  });

  it('takes any words: without end, of other scripts, turned around, or not in the font', async () => {
    const hostile = [
      'W'.repeat(300),
      '\u202Efdp.tiod\u202C\u2066\u200F',
      '🧾👩‍👩‍👧 \u{10FFFF}\u{1D11E}',
      'شركة السيارات חברה',
      '</x:xmpmeta> ) Tj ET (\\',
      '\u0000\u0007\r\n\u2028\uD800',
      'e\u0301'.repeat(100) + '\u0301'.repeat(300),
      '',
    ];
    for (const words of hostile) {
      const bytes = await renderReceiptPdf({
        ...facts,
        sellerName: words,
        organizationName: words,
        companyName: words,
        operatorName: words,
        recipientEmail: words,
        remark: `${words}\n`.repeat(60),
        files: [file('COC_EXTRACT', words, 1)],
      });
      const { pages } = await readPdf(bytes);
      const said = pages.join(' ');
      assert.ok(said.includes(facts.reference) && said.includes('1'.repeat(64)), words);
      assert.doesNotMatch(said, /[\u202A-\u202E\u2066-\u2069]/u);
    }
  });

  it('goes by a name of plain ASCII', () => {
    assert.equal(receiptFileName(facts.reference), `receipt-${facts.reference}.pdf`);
  });
});
