import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { after, suite, test } from 'node:test';
import sharp from 'sharp';
import { createKeyring } from '../../platform/keyring.ts';
import {
  activePdfs,
  type CorpusFile,
  honestPdfs,
  PAGE,
  pdf,
  redPage,
  refusedPdfs,
  shadowedPdfs,
  stream,
} from './corpus-pdfs.test-support.ts';
import { asTheyCome, type Crop, croppedHeic } from './corpus-as-they-come.test-support.ts';
import { photoWithPlace, picture, pictures } from './corpus-pictures.test-support.ts';
import { createDiskDriver, createFileStore, FileError, type StoredFile } from './index.ts';
import { forbiddenIn } from './pdf-copies.test-support.ts';
import { pdfTexts } from './pdf-texts.test-support.ts';
import { makeHeic } from './sample-files.ts';

const directory = await mkdtemp(join(tmpdir(), 'nt24-corpus-'));
after(() => rm(directory, { recursive: true }));
const keyring = createKeyring([{ id: 1, key: randomBytes(32) }]);
const store = createFileStore({ storage: createDiskDriver(directory), keyring });
const accepted = (pdfs: readonly [string, Buffer][]): CorpusFile[] =>
  pdfs.map(([what, content]) => [what, 'a.pdf', content, 'application/pdf']);
const taken = [...(await honestPdfs()), ...accepted(activePdfs()), ...accepted(shadowedPdfs())];
const corpus = [...taken, ...(await refusedPdfs()), ...(await pictures()), ...(await asTheyCome())];

function receive(fileName: string, content: Buffer): Promise<StoredFile> {
  return store.receive(Readable.from([content]), { fileName, maxBytes: 20 * 1024 * 1024 });
}

async function verdictOf(fileName: string, content: Buffer): Promise<string> {
  try {
    const stored = await receive(fileName, content);
    await store.discard(stored);
    return stored.mediaType;
  } catch (error) {
    if (error instanceof FileError) return error.code;
    throw error;
  }
}

async function filesLeft(): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}

suite('corpus', () => {
  test(`judges ${corpus.length} files exactly, and leaves nothing of any`, async (t) => {
    const wrong: string[] = [];
    for (const [what, fileName, content, expected] of corpus) {
      const verdict = await verdictOf(fileName, content);
      if (verdict !== expected) wrong.push(`${what}: ${verdict}, not ${expected}`);
    }
    t.diagnostic(`${corpus.length} files judged`);
    assert.deepEqual(wrong, []);
    assert.ok(corpus.length >= 120);
    assert.equal(await filesLeft(), 0);
  });
});

async function bytesOf(storageKey = ''): Promise<Buffer> {
  return buffer(await store.open(storageKey));
}

/** What is wrong with the copy of a file that was taken. */
async function faultsOf(content: Buffer, copy: Buffer): Promise<string[]> {
  const [texts, copied] = [await pdfTexts(content), await pdfTexts(copy)];
  const isKept = texts.length === copied.length && texts.every((text, page) => copied[page]?.includes(text));
  return [...(await forbiddenIn(copy)), ...(isKept ? [] : [`reads ${copied.join(' / ')}, not ${texts.join(' / ')}`])];
}

suite('the copy of each PDF that is taken', () => {
  test('has its pages and their text, and no action, script, form, attachment or annotation; those are told', async () => {
    const active = new Set(activePdfs().map(([what]) => what));
    const wrong: string[] = [];
    for (const [what, fileName, content] of taken) {
      const { findings, ...stored } = await receive(fileName, content);
      const faults = await faultsOf(content, await bytesOf(stored.review.storageKey));
      wrong.push(...faults.map((fault) => `${what}: ${fault}`));
      const signed = what === 'a signature field';
      const encrypted = what.startsWith('one that forbids changes');
      assert.deepEqual(findings, { activeContent: active.has(what), signed, encrypted }, what);
      await store.discard({ findings, ...stored });
    }
    assert.deepEqual(wrong, []);
  });
});

/** Of the sample HEIC. */
const FIELDS = {
  leftAbove: [220, 30, 30],
  rightAbove: [30, 160, 60],
  leftBelow: [41, 60, 199],
  rightBelow: [239, 220, 81],
} as const;

suite('what is made of a file', () => {
  test('a photograph is copied without its place, upright', async () => {
    const original = await photoWithPlace();
    assert.ok((await sharp(original).metadata()).exif?.includes('Erika'));
    const stored = await receive('a.jpg', original);
    assert.ok((await bytesOf(stored.storageKey)).equals(original));
    const copy = await bytesOf(stored.review.storageKey);
    assert.equal(copy.length, stored.review.byteSize);
    const { format, width, height, orientation, exif, xmp, iptc } = await sharp(copy).metadata();
    assert.deepEqual({ format, width, height }, { format: 'jpeg', width: 40, height: 60 });
    assert.deepEqual([orientation, exif, xmp, iptc], [undefined, undefined, undefined, undefined]);
    assert.equal(copy.includes('Erika'), false);
    assert.deepEqual([stored.preview?.width, stored.preview?.height], [40, 60]);
    assert.equal((await bytesOf(stored.preview?.storageKey)).includes('Exif'), false);
  });

  test('a picture without metadata is encoded anew too', async () => {
    const original = await picture().png().toBuffer();
    const { review } = await receive('a.png', original);
    const copy = await bytesOf(review.storageKey);
    const pixelsOf = (bytes: Buffer) => sharp(bytes).raw().toBuffer();
    assert.equal(review.mediaType, 'image/png');
    assert.deepEqual(await pixelsOf(copy), await pixelsOf(original));
  });

  test('a HEIC becomes a JPEG with its colours', async () => {
    const { review, preview } = await receive('a.heic', makeHeic());
    assert.equal(review.mediaType, 'image/jpeg');
    const { data, info } = await sharp(await bytesOf(review.storageKey))
      .raw()
      .toBuffer({ resolveWithObject: true });
    assert.deepEqual([info.width, info.height, preview?.width], [96, 64, 96]);
    const [red = 0, green = 0, blue = 0] = data;
    assert.ok(red > 180 && green < 80 && blue < 80);
  });

  const crops: [string, Crop, [number, number], readonly [number, number, number]][] = [
    ['at the right and below', { width: 8, height: 8, right: 20, down: 12 }, [8, 8], FIELDS.rightBelow],
    ['at the left and below', { width: 8, height: 6, right: -20, down: 12 }, [8, 6], FIELDS.leftBelow],
    ['turned by a quarter', { width: 8, height: 6, right: 20, down: -12, quarters: 1 }, [6, 8], FIELDS.rightAbove],
    ['turned by three quarters', { width: 8, height: 6, right: -20, down: 12, quarters: 3 }, [6, 8], FIELDS.leftBelow],
    ['mirrored', { width: 8, height: 6, right: 20, down: 12, mirror: 1 }, [8, 6], FIELDS.rightBelow],
    ['turned and mirrored', { width: 8, height: 6, right: 20, down: 12, quarters: 1, mirror: 0 }, [6, 8], FIELDS.rightBelow],
    ['and nothing of it is cut', { width: 96, height: 64, right: 0, down: 0 }, [96, 64], FIELDS.leftAbove],
  ]; // prettier-ignore
  for (const [where, crop, size, colour] of crops) {
    test(`a HEIC of which a part is shown, ${where}, is cropped`, async () => {
      const { review } = await receive('a.heic', croppedHeic(crop));
      const { data, info } = await sharp(await bytesOf(review.storageKey))
        .raw()
        .toBuffer({ resolveWithObject: true });
      assert.deepEqual([info.width, info.height], size);
      assert.ok(
        colour.every((value, index) => Math.abs(value - (data[index] ?? 0)) < 40),
        `${data.subarray(0, 3).join(' ')}`,
      );
    });
  }

  test('a page of nothing looks empty, and one with a hair on it does not', async () => {
    const hair = stream('', '0 0 0 RG 0.2 w 20 20 m 180 20 l S');
    const drawn = pdf('', [hair], '', PAGE.replace('>>', '/Contents 4 0 R>>'));
    const white = await sharp({ create: { width: 600, height: 800, channels: 3, background: '#fdfdfb' } })
      .jpeg()
      .toBuffer();
    const looks = async (content: Buffer) => (await receive('a', content)).preview?.looksEmpty;
    assert.deepEqual([await looks(pdf()), await looks(white)], [true, true]);
    assert.deepEqual([await looks(drawn), await looks(redPage()), await looks(makeHeic())], [false, false, false]);
  });

  test('what lies behind a picture is in no copy', async () => {
    const secret = '<script>alert(1)</script>';
    for (const sample of [await picture().png().toBuffer(), await picture().jpeg().toBuffer()]) {
      const { review } = await receive('a', Buffer.concat([sample, Buffer.from(secret)]));
      assert.equal((await bytesOf(review.storageKey)).includes(secret), false);
    }
  });

  test('a PDF shows its first page, red where it is red', async () => {
    const { preview } = await receive('a.pdf', redPage());
    assert.deepEqual([preview?.width, preview?.height], [320, 160]);
    const [red = 0, , blue = 0] = await sharp(await bytesOf(preview?.storageKey))
      .raw()
      .toBuffer();
    assert.ok(red > 200 && blue < 50, `${red} ${blue}`);
  });
});
