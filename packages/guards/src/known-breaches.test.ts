import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Breach, compareBreaches } from './known-breaches.ts';

const met = (breach: string, at: string): Breach => ({ breach, at });

test('a breach that is not known, one more of a known one, and one less are told', () => {
  const found = [met('a', '1'), met('b', '2'), met('a', '3')];
  assert.deepEqual(compareBreaches(found, { a: 2, b: 1 }), { fresh: [], mended: [] });
  assert.deepEqual(compareBreaches(found, { a: 2 }), { fresh: [met('b', '2')], mended: [] });
  assert.deepEqual(compareBreaches(found, { a: 1, b: 1 }), { fresh: [met('a', '1'), met('a', '3')], mended: [] });
  assert.deepEqual(compareBreaches(found, { a: 2, b: 3, c: 1 }), {
    fresh: [],
    mended: ['b: 1 of 3 are left', 'c: 0 of 1 are left'],
  });
});
