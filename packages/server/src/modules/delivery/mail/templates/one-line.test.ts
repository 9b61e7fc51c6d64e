import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { oneLine } from './one-line.ts';

describe('oneLine', () => {
  it('joins lines, drops controls and turning marks, and cuts by code points', () => {
    assert.equal(oneLine(' a\r\n\tb\u0000c\u202Ed\u2029 '), 'a b c d');
    assert.equal(oneLine('😀😀😀', 2), '😀…');
    assert.equal(oneLine('😀😀', 2), '😀😀');
  });
});
