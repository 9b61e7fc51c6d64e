import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { submissionReference } from './submission-reference.ts';

describe('submissionReference', () => {
  it('is ten signs that nobody takes for others, in two groups', () => {
    for (let nth = 0; nth < 200; nth += 1)
      assert.match(submissionReference(randomUUID()), /^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
  });

  it('is made of the random bits alone, the same each time', () => {
    assert.equal(submissionReference('00000000-0000-4000-8000-000000000000'), '00000-00000');
    assert.equal(submissionReference('ffffffff-ffff-4fff-bfff-ffffffffffff'), 'ZZZZZ-ZZZZZ');
    assert.equal(submissionReference('08421084-2108-4421-8842-108421084210'), '11111-11111');
    const id = randomUUID();
    assert.equal(submissionReference(id.toUpperCase()), submissionReference(id));
  });

  it('differs where ids differ, in a hundred thousand', () => {
    const all = new Set(Array.from({ length: 100_000 }, () => submissionReference(randomUUID())));
    assert.ok(all.size > 99_998);
  });
});
