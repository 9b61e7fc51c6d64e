import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readQrCode } from '../../../harness/src/qr-code.ts';
import { encodeQrCode, ERROR_CORRECTIONS, pathOfQrCode, QUIET_MODULES } from './qr-code.ts';

const URL = `https://kyc.example.com/i/${'Ab1_'.repeat(17)}xyz`;

describe('a QR code', () => {
  for (const level of ERROR_CORRECTIONS) {
    it(`with error correction ${level} is read by other code than that which drew it`, async () => {
      const code = encodeQrCode(URL, level);
      const side = code.moduleCount;
      const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="480" viewBox="0 0 ${side} ${side}">
        <rect width="${side}" height="${side}" fill="#fff"/><path d="${pathOfQrCode(code)}"/></svg>`;
      assert.equal(await readQrCode(Buffer.from(picture)), URL);
    });
  }

  it('has the quiet zone of the standard around it, and the more modules the more may be spoilt', () => {
    const sides = ERROR_CORRECTIONS.map((level) => encodeQrCode(URL, level).moduleCount);
    assert.deepEqual(
      sides,
      sides.toSorted((a, b) => a - b),
    );
    assert.ok(new Set(sides).size > 1);
    const { modules, moduleCount } = encodeQrCode(URL, 'M');
    const isQuiet = (n: number): boolean => n < QUIET_MODULES || n >= moduleCount - QUIET_MODULES;
    modules.forEach((row, y) =>
      row.forEach((isDark, x) => assert.ok(!isDark || !(isQuiet(x) || isQuiet(y)), `${x} ${y}`)),
    );
    assert.ok(modules[QUIET_MODULES]?.[QUIET_MODULES], 'the corner is dark');
  });
});
