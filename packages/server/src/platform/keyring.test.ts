import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { createIvSource, IV_BYTES } from './iv-source.ts';
import { createKeyring } from './keyring.ts';

const DRAWS = 100_000;
const ZEROS = Buffer.alloc(IV_BYTES).toString('hex');

describe('the IVs of sealed values', () => {
  it(`are all different (${DRAWS} of two keyrings of one master key)`, () => {
    const key = randomBytes(32);
    const keyrings = [createKeyring([{ id: 1, key }]), createKeyring([{ id: 1, key }])];
    const ivs = new Set<string>();
    for (let n = 0; n < DRAWS / 2; n += 1) {
      for (const { seal } of keyrings) {
        const sealed = seal('test', String(n), Buffer.from('value'));
        ivs.add(sealed.subarray(1, 1 + IV_BYTES).toString('hex'));
      }
    }
    assert.equal(ivs.size, DRAWS);
    assert.ok(!ivs.has(ZEROS));
  });

  it('are gone from the block they came from, and none of it is given twice', () => {
    // Four of them, and a rest too short for a fifth.
    const block = Buffer.alloc(5 * IV_BYTES - 1);
    const next = createIvSource(block);
    const drawn: Buffer[] = [];
    for (let n = 0; n < 8; n += 1) {
      const before = Buffer.from(block);
      const iv = next();
      const at = (n % 4) * IV_BYTES;
      assert.ok(block.subarray(0, at + IV_BYTES).every((byte) => byte === 0));
      if (n % 4 > 0) assert.deepEqual(iv, before.subarray(at, at + IV_BYTES));
      drawn.push(iv);
    }
    assert.equal(new Set(drawn.map((iv) => iv.toString('hex'))).size, drawn.length);
    assert.ok(!drawn.some((iv) => iv.toString('hex') === ZEROS));
  });

  it('open what they sealed, and nothing that was altered', () => {
    const { seal, open } = createKeyring([{ id: 7, key: randomBytes(32) }]);
    for (const plain of [Buffer.alloc(0), Buffer.from('ä'), randomBytes(70_000)]) {
      const sealed = seal('test', 'place', plain);
      assert.equal(sealed[0], 7);
      assert.deepEqual(open('test', 'place', sealed), plain);
      assert.throws(() => open('test', 'other', sealed));
      for (const at of [1, 13, sealed.length - 1]) {
        const altered = Buffer.from(sealed);
        altered[at] = (altered[at] ?? 0) ^ 1;
        assert.throws(() => open('test', 'place', altered));
      }
    }
  });
});
