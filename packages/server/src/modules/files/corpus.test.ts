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
import { honestPdfs, hostilePdfs, redPage } from './corpus-pdfs.test-support.ts';
import { photoWithPlace, picture, pictures } from './corpus-pictures.test-support.ts';
import { createDiskDriver, createFileStore, FileError, type StoredFile } from './index.ts';
import { makeHeic } from './sample-files.ts';

const directory = await mkdtemp(join(tmpdir(), 'nt24-corpus-'));
after(() => rm(directory, { recursive: true }));
const keyring = createKeyring([{ id: 1, key: randomBytes(32) }]);
const store = createFileStore({ storage: createDiskDriver(directory), keyring });
const corpus = [...(await honestPdfs()), ...hostilePdfs(), ...(await pictures())];

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

suite('what is made of a file', () => {
  test('a photograph is copied without its place, upright', async () => {
    const original = await photoWithPlace();
    assert.ok((await sharp(original).metadata()).exif?.includes('Erika'));
    const stored = await receive('a.jpg', original);
    assert.ok((await bytesOf(stored.storageKey)).equals(original));
    const copy = await bytesOf(stored.review?.storageKey);
    assert.equal(copy.length, stored.review?.byteSize);
    const { format, width, height, orientation, exif, xmp, iptc } = await sharp(copy).metadata();
    assert.deepEqual({ format, width, height }, { format: 'jpeg', width: 40, height: 60 });
    assert.deepEqual([orientation, exif, xmp, iptc], [undefined, undefined, undefined, undefined]);
    assert.equal(copy.includes('Erika'), false);
    assert.deepEqual([stored.preview?.width, stored.preview?.height], [40, 60]);
    assert.equal((await bytesOf(stored.preview?.storageKey)).includes('Exif'), false);
  });

  test('a picture without metadata needs no copy', async () => {
    const stored = await receive('a.png', await picture().png().toBuffer());
    assert.equal(stored.review, undefined);
    assert.ok(stored.preview);
  });

  test('a HEIC becomes a JPEG with its colours', async () => {
    const { review, preview } = await receive('a.heic', makeHeic());
    assert.equal(review?.mediaType, 'image/jpeg');
    const { data, info } = await sharp(await bytesOf(review.storageKey))
      .raw()
      .toBuffer({ resolveWithObject: true });
    assert.deepEqual([info.width, info.height, preview?.width], [96, 64, 96]);
    const [red = 0, green = 0, blue = 0] = data;
    assert.ok(red > 180 && green < 80 && blue < 80);
  });

  test('a PDF shows its first page, red where it is red', async () => {
    const { preview, review } = await receive('a.pdf', redPage());
    assert.equal(review, undefined);
    assert.deepEqual([preview?.width, preview?.height], [320, 160]);
    const [red = 0, , blue = 0] = await sharp(await bytesOf(preview?.storageKey))
      .raw()
      .toBuffer();
    assert.ok(red > 200 && blue < 50, `${red} ${blue}`);
  });
});
