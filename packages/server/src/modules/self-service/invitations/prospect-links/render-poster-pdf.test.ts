import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import sharp from 'sharp';
import { readQrCode } from '../../../../../../harness/src/qr-code.ts';
import { readPdf } from '../../../../platform/pdf/read-pdf.test-support.ts';
import { pdfPictures } from '../../../files/pdf-pictures.test-support.ts';
import { formatInstant, type Language, LANGUAGES, localeOf, translatorFor } from '../../../texts/index.ts';
import { type PosterFacts, renderPosterPdf } from './render-poster-pdf.ts';

const DOTS_PER_INCH = 100;
const CM_PER_INCH = 2.54;
/** Nothing else on the page has it. */
const CODE_COLOR = 0x8a4fd0;

const facts: PosterFacts = {
  language: 'en',
  sellerName: 'Autohaus Krüger & Söhne',
  sellerCountry: 'DE',
  url: `https://kyc.example.com/i/${'Ab1_'.repeat(17)}xyz`,
  color: '#8a4fd0',
  madeAt: new Date('2026-11-02T09:30:00Z'),
  expiresAt: new Date('2027-01-31T09:30:00Z'),
};

const LONG = `Εμπορία ${'Αυτοκινήτων και Μηχανημάτων '.repeat(7)}`.slice(0, 200);

async function pictureOf(bytes: Buffer): Promise<Buffer> {
  const pictures = await pdfPictures(bytes, DOTS_PER_INCH);
  assert.equal(pictures.length, 1);
  return pictures[0] ?? Buffer.alloc(0);
}

/** How wide that is which is drawn in the code's colour. */
async function codeWidthCm(picture: Buffer): Promise<number> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  let [least, most] = [info.width, 0];
  for (let at = 0; at < info.width * info.height; at += 1) {
    if (data.readUIntBE(at * 3, 3) !== CODE_COLOR) continue;
    least = Math.min(least, at % info.width);
    most = Math.max(most, at % info.width);
  }
  return ((most - least) / DOTS_PER_INCH) * CM_PER_INCH;
}

async function logoOf(width: number, height: number): Promise<NonNullable<PosterFacts['logo']>> {
  const png = await sharp({ create: { width, height, channels: 3, background: '#1f6fb5' } })
    .png()
    .toBuffer();
  return { png, width, height };
}

describe('the poster of a link', () => {
  for (const language of LANGUAGES) {
    it(`is one page in ${language}, however long the name, with a code of 9 cm that is read`, async () => {
      const logo = await logoOf(480, 120);
      const bytes = await renderPosterPdf({ ...facts, language, sellerName: LONG, logo });
      const translate = translatorFor(language);
      const { pages, title, catalog } = await readPdf(bytes);
      const said = pages.join(' ');
      for (const words of [
        LONG.trim(),
        translate('poster.what'),
        translate('poster.how'),
        translate('poster.until', { date: formatInstant(facts.expiresAt, language, 'DE') }).replaceAll(/\s+/g, ' '),
        'kyc.example.com',
      ])
        assert.ok(said.includes(words), `${words} in: ${said}`);
      assert.equal(title, translate('poster.title'));
      assert.equal(catalog.get('Lang'), `(${localeOf(language)})`);
      const picture = await pictureOf(bytes);
      assert.equal(await readQrCode(picture), facts.url);
      const widthCm = await codeWidthCm(picture);
      assert.ok(widthCm >= 9, `${widthCm} cm`);
    });
  }

  it('says a name whole that is parted at its hyphen', async () => {
    const sellerName = 'Seller 0 of org-d3e0c121';
    const { pages } = await readPdf(await renderPosterPdf({ ...facts, sellerName }));
    assert.ok(pages[0]?.startsWith(sellerName), pages[0]);
  });

  it('can be read by a screen reader: its pictures have words', async () => {
    const { catalog, names } = await readPdf(await renderPosterPdf({ ...facts, logo: await logoOf(100, 100) }));
    assert.match(catalog.get('MarkInfo') ?? '', /\/Marked true/);
    for (const tag of ['Document', 'H1', 'P', 'Figure', 'Alt', 'BBox', 'FontFile2']) assert.ok(names.has(tag), tag);
  });

  it('takes any name and any logo, and stays one page whose code is read', async () => {
    const logos = [undefined, await logoOf(1, 120), await logoOf(480, 1), await logoOf(480, 120)];
    for (const [at, sellerName] of ['W'.repeat(200), 'שלום 营业 🧾', '', '\u202Efdp\u0000\r\n'].entries()) {
      const logo = logos[at];
      const bytes = await renderPosterPdf({ ...facts, sellerName, ...(logo && { logo }) });
      assert.equal(await readQrCode(await pictureOf(bytes)), facts.url, sellerName);
    }
  });

  it('is the same to the byte for the same link', async () => {
    const language: Language = 'mt';
    const [one, other] = await Promise.all([1, 2].map(() => renderPosterPdf({ ...facts, language })));
    assert.ok(one && other?.equals(one));
  });
});
