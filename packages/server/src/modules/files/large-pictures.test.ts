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
import { plainJpeg } from './corpus-pictures.test-support.ts';
import { gridHeic } from './grid-heic.test-support.ts';
import { createDiskDriver, createFileStore } from './index.ts';

const directory = await mkdtemp(join(tmpdir(), 'nt24-large-'));
after(() => rm(directory, { recursive: true }));
const keyring = createKeyring([{ id: 1, key: randomBytes(32) }]);
const store = createFileStore({ storage: createDiskDriver(directory), keyring });

const TILE = 512;
const COLORS = [
  [192, 48, 48],
  [48, 160, 80],
  [48, 80, 192],
  [224, 192, 64],
] as const;

async function copyOf(fileName: string, content: Buffer) {
  const file = await store.receive(Readable.from([content]), { fileName, maxBytes: 20 * 1024 * 1024 });
  const original = await buffer(await store.open(file.storageKey));
  const copy = await buffer(await store.open(file.review.storageKey));
  return { isKept: original.equals(content), copy, preview: file.preview };
}

suite('pictures of 48 and 50 megapixels', () => {
  for (const [width, height] of [
    [8064, 6048],
    [6144, 8192],
  ] as const) {
    const scale = Math.sqrt(16_000_000 / (width * height));
    const size = [Math.floor(width * scale), Math.round((Math.floor(width * scale) * height) / width)];

    test(`a HEIC of ${width} by ${height} is kept, and scaled down for reviewers`, async () => {
      const { isKept, copy, preview } = await copyOf('a.heic', gridHeic(width, height));
      assert.ok(isKept);
      assert.equal(preview?.looksEmpty, false);
      const { data, info } = await sharp(copy).raw().toBuffer({ resolveWithObject: true });
      assert.deepEqual([info.width, info.height], size);
      // The middles of the four fields of a tile in the middle: each at its place, none lost by scaling.
      const tile = [5 * TILE, 4 * TILE] as const;
      COLORS.forEach((color, n) => {
        const x = Math.round((tile[0] + (n % 2 === 0 ? 128 : 384)) * scale);
        const y = Math.round((tile[1] + (n < 2 ? 128 : 384)) * scale);
        const at = (y * info.width + x) * info.channels;
        color.forEach((value, channel) =>
          assert.ok(Math.abs((data[at + channel] ?? 0) - value) < 24, `${n}: ${data.subarray(at, at + 3).join()}`),
        );
      });
    });

    test(`a JPEG of ${width} by ${height} is kept, and scaled down for reviewers`, async () => {
      const { isKept, copy } = await copyOf('a.jpg', await plainJpeg(width, height));
      assert.ok(isKept);
      const copied = await sharp(copy).metadata();
      assert.deepEqual([copied.format, copied.width, copied.height], ['jpeg', ...size]);
    });
  }

  test('a turned one is scaled by its upright size', async () => {
    const turned = await sharp(await plainJpeg(8064, 6048))
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { width, height } = await sharp((await copyOf('a.jpg', turned)).copy).metadata();
    assert.deepEqual([width, height], [3464, 4619]);
  });

  test('what is no larger than phones of 12 megapixels make it stays as large', async () => {
    for (const [name, content] of [
      ['a.jpg', await plainJpeg(4032, 3024)],
      ['a.heic', gridHeic(4032, 3024)],
    ] as const) {
      const { width, height } = await sharp((await copyOf(name, content)).copy).metadata();
      assert.deepEqual([width, height], [4032, 3024], name);
    }
  });
});
