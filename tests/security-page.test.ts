import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';

const PAGE = new URL('../docs/security.md', import.meta.url);
/** A link to a test, and the quoted titles behind it. */
const PROOF = /\]\((\.\.\/[^)]+\.test\.ts)\)((?:,? "[^"]+")*)/g;

describe('docs/security.md', () => {
  it('names a test that is there for every promise', async () => {
    const page = await readFile(PAGE, 'utf8');
    const promises = page.split('\n').filter((line) => /^\| (?!promise \|)/.test(line));
    assert.ok(promises.length >= 20);
    for (const line of promises) {
      const proofs = [...line.matchAll(PROOF)];
      assert.ok(proofs.length > 0, line);
      for (const [, path = '', titles = ''] of proofs) {
        const source = await readFile(new URL(path, PAGE), 'utf8');
        for (const [, title = ''] of titles.matchAll(/"([^"]+)"/g))
          assert.ok(source.includes(title), `${path}: ${title}`);
      }
    }
  });
});
