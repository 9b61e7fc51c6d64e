import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { after, suite, test } from 'node:test';
import sharp from 'sharp';
import { createKeyring } from '../../platform/keyring.ts';
import { annotated, PAGE, pdf, stream } from './corpus-pdfs.test-support.ts';
import { createDiskDriver, createFileStore } from './index.ts';
import { forbiddenIn } from './pdf-copies.test-support.ts';
import { pdfTexts } from './pdf-texts.test-support.ts';

const directory = await mkdtemp(join(tmpdir(), 'nt24-drawn-'));
after(() => rm(directory, { recursive: true }));
const keyring = createKeyring([{ id: 1, key: randomBytes(32) }]);
const store = createFileStore({ storage: createDiskDriver(directory), keyring });

const HELVETICA = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>';
const TREE = '<</Type/Pages/Kids[3 0 R]/Count 1>>';
const RED = '1 0 0 rg 0 0 200 100 re f';

interface Shown {
  readonly text: string;
  readonly size: readonly [width: number, height: number];
  /** Of the preview's middle. */
  readonly isRed: boolean;
}

/** What the copy shows, as its preview is drawn from it. */
async function shown(content: Buffer): Promise<Shown> {
  const { review, preview } = await store.receive(Readable.from([content]), { fileName: 'a.pdf', maxBytes: 1e6 });
  assert.ok(preview);
  const copy = await buffer(await store.open(review.storageKey));
  assert.deepEqual(await forbiddenIn(copy), []);
  const { data, info } = await sharp(await buffer(await store.open(preview.storageKey)))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const middle = (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * info.channels;
  const [red = 0, green = 0] = data.subarray(middle);
  const [text = ''] = await pdfTexts(copy);
  return { text, size: [info.width, info.height], isRed: red > 200 && green < 60 };
}

function page(entries: string): string {
  return PAGE.replace('>>', `${entries}>>`);
}

/** An annotation that is as red as the page is large. */
function redNote(entries = ''): Buffer {
  const look = stream('/Type/XObject/Subtype/Form/BBox[0 0 200 100]', RED);
  return annotated(`/Subtype/Stamp/Rect[0 0 200 100]/AP<</N 5 0 R>>${entries}`, [look]);
}

suite('the copy of a PDF shows what a screen shows of it', () => {
  test('fields, where the file says only what is in them', async () => {
    const form = `/AcroForm<</Fields[4 0 R 5 0 R]/DA(/Helv 12 Tf 0 g)/DR<</Font<</Helv 6 0 R>>>>>>`;
    const field = (entries: string, rect: string) =>
      `<</Type/Annot/Subtype/Widget/F 4/DA(/Helv 12 Tf 0 g)/Rect[${rect}]${entries}>>`;
    const fields = [
      field('/FT/Tx/T(firm)/V(Autohaus Nord)', '10 60 190 80'),
      field('/FT/Ch/Ff 131072/T(town)/V(Lyon)/Opt[(Lyon)(Metz)]', '10 20 190 40'),
    ];
    const { text } = await shown(pdf(form, [...fields, HELVETICA], '', page('/Annots[4 0 R 5 0 R]')));
    assert.equal(text, 'Autohaus Nord Lyon');
  });

  test('annotations that can be seen, and not those that are hidden or not for viewing', async () => {
    assert.equal((await shown(redNote())).isRed, true);
    for (const flags of [2, 32, 36]) assert.equal((await shown(redNote(`/F ${flags}`))).isRed, false);
  });

  test('the size and the fonts that a page takes from the tree, though an annotation is drawn into it', async () => {
    const content = pdf(
      '',
      [
        '<</Type/Annot/Subtype/Square/Rect[0 0 9 9]/C[1 0 0]>>',
        HELVETICA,
        stream('', 'BT /F1 12 Tf 20 50 Td (Extract) Tj ET'),
      ],
      '',
      '<</Type/Page/Parent 2 0 R/Annots[4 0 R]/Contents 6 0 R>>',
    ).toString('latin1');
    const rest = '/MediaBox[0 0 200 100]/Resources<</Font<</F1 5 0 R>>>>';
    const tree = Buffer.from(content.replace(TREE, TREE.replace('>>', `${rest}>>`)), 'latin1');
    const { text, size } = await shown(tree);
    assert.deepEqual([text, size], ['Extract', [320, 160]]);
  });

  test('layers that are on, and not those that are off', async () => {
    const layered = (state: string): Buffer =>
      pdf(
        `/OCProperties<</OCGs[4 0 R]/D<</${state}[4 0 R]/Order[4 0 R]>>>>`,
        ['<</Type/OCG/Name(Draft)>>', stream('', `/OC /L BDC ${RED} EMC`)],
        '',
        page('/Contents 5 0 R/Resources<</Properties<</L 4 0 R>>>>'),
      );
    assert.equal((await shown(layered('ON'))).isRed, true);
    assert.equal((await shown(layered('OFF'))).isRed, false);
  });

  test('annotations on layers, as these are', async () => {
    const look = stream('/Type/XObject/Subtype/Form/BBox[0 0 200 100]', RED);
    const note = '<</Type/Annot/Subtype/Stamp/Rect[0 0 200 100]/AP<</N 5 0 R>>/OC 6 0 R>>';
    const layered = (state: string): Buffer => {
      const catalog = `/OCProperties<</OCGs[6 0 R]/D<</${state}[6 0 R]>>>>`;
      return pdf(catalog, [note, look, '<</Type/OCG/Name(Stamp)>>'], '', page('/Annots[4 0 R]'));
    };
    assert.equal((await shown(layered('ON'))).isRed, true);
    assert.equal((await shown(layered('OFF'))).isRed, false);
  });

  test('pages turned and cropped as they were', async () => {
    const { size } = await shown(pdf('', [], '', page('/Rotate 90/CropBox[0 0 100 100]')));
    assert.deepEqual(size, [320, 320]);
    assert.deepEqual((await shown(pdf('', [], '', page('/Rotate 90')))).size, [226, 452]);
  });
});
