import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import sharp from 'sharp';
import { makeLogo } from './make-logo.ts';
import { AdminError } from '../../../platform/admin-error.ts';

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#1f6fb5' } }).withExif({
    IFD0: { Copyright: 'planted-secret' },
  });

test('a logo is drawn anew: fitted, as PNG, with nothing else in it', async () => {
  const sources = [plain(1600, 200).png(), plain(1600, 200).jpeg(), plain(1600, 200).webp()];
  for (const source of sources) {
    const bytes = await source.toBuffer();
    assert.ok(bytes.includes('planted-secret'));
    const { png, width, height, hash } = await makeLogo(bytes);
    assert.deepEqual([width, height], [480, 60]);
    assert.equal((await sharp(png).metadata()).format, 'png');
    assert.ok(!png.includes('planted-secret'));
    assert.match(hash, /^[0-9a-f]{32}$/);
  }
  const { width, height } = await makeLogo(await plain(40, 30).png().toBuffer());
  assert.deepEqual([width, height], [40, 30], 'a small one stays small');
});

test('what is no such picture, or too heavy, is refused with words', async () => {
  const noise = { raw: { width: 480, height: 120, channels: 3 } } as const;
  const cases: [Buffer, RegExp][] = [
    [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), /PNG, JPEG or WebP/],
    [await plain(20, 20).gif().toBuffer(), /PNG, JPEG or WebP/],
    [Buffer.from('no picture'), /PNG, JPEG or WebP/],
    [(await plain(900, 900).png().toBuffer()).subarray(0, 400), /cannot be read/],
    [
      await sharp(randomBytes(480 * 120 * 3), noise)
        .png()
        .toBuffer(),
      /at most 20 KB/,
    ],
  ];
  for (const [bytes, words] of cases)
    await assert.rejects(makeLogo(bytes), (error) => error instanceof AdminError && words.test(error.message));
});
