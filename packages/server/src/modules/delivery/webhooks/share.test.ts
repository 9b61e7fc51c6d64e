import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FIRST_SHARE, LARGEST_SHARE, type Share, shareAfter, shareWith } from './share.ts';

const GOOD = { isGood: true, isQuick: true };
const SLOW = { isGood: true, isQuick: false };
const BAD = { isGood: false, isQuick: true };

describe('the share of an endpoint', () => {
  it('doubles after as many good answers as it had room for, up to 64', () => {
    const sizes: number[] = [];
    let share = FIRST_SHARE;
    for (let good = 0; good < 200; good += 1) {
      share = shareAfter(shareWith(share, share.size), GOOD);
      sizes.push(share.size);
    }
    const grownAt = [8, 16, 32, 64].map((size) => sizes.indexOf(size) + 1);
    assert.deepEqual(grownAt, [1, 8, 24, 56]);
    assert.equal(Math.max(...sizes), LARGEST_SHARE);
  });

  it('stays while less than all of it was in use', () => {
    const share = afterGood(100, shareWith(FIRST_SHARE, 7));
    assert.equal(share.size, 8);
    // It was full once: the good answers before that count.
    assert.equal(shareAfter(shareWith(share, 8), GOOD).size, 16);
  });

  it('falls to the first at the first failure, however good the rest was', () => {
    const grown: Share = { size: 64, good: 63, wasFull: true };
    assert.deepEqual(shareAfter(grown, BAD), FIRST_SHARE);
    assert.equal(afterGood(7, shareAfter(grown, BAD)).size, 8);
  });

  it('does not grow by answers that take long', () => {
    const almost = afterGood(7, shareWith(FIRST_SHARE, 8));
    assert.equal(shareAfter(almost, SLOW).size, 8);
    assert.equal(shareAfter(shareAfter(almost, SLOW), GOOD).size, 8);
    assert.equal(shareAfter(almost, GOOD).size, 16);
  });
});

function afterGood(count: number, share: Share): Share {
  return Array.from({ length: count }).reduce<Share>((one) => shareAfter(one, GOOD), share);
}
