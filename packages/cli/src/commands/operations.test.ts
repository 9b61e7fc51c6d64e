import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { operations } from '@nt24/sdk/operations';
import { nouns } from './nouns.ts';

/** What `nt24 api` alone reaches, and why. */
const BY_API_ALONE: Readonly<Record<string, string>> = {};

describe('the commands', () => {
  it('reach each operation, or say that nt24 api alone does', async () => {
    const loaded = await Promise.all(nouns.map(({ load }) => load()));
    const called = new Set(loaded.flat().flatMap(({ operations }) => operations));
    const all = operations.map(({ id }) => id);
    assert.ok(all.length > 50);
    assert.deepEqual(
      all.filter((id) => !called.has(id)),
      Object.keys(BY_API_ALONE),
    );
    assert.deepEqual(
      [...called].filter((id) => !all.includes(id)),
      [],
    );
  });

  it('have words of their own, and an example each', async () => {
    for (const { name, load } of nouns) {
      const declared = await load();
      const verbs = declared.map(({ verb }) => verb);
      assert.deepEqual(verbs, [...new Set(verbs)], name);
      for (const one of declared) {
        const help: string[] = [];
        const command = one.build().configureOutput({ writeOut: (text) => void help.push(text) });
        command.outputHelp();
        const words = one.verb === name ? name : `${name} ${one.verb}`;
        assert.match(help.join(''), new RegExp(`\\$ nt24 .*\\b${words}\\b|\\$ nt24 ${words}`), words);
        const flags = command.options.map(({ long }) => long);
        assert.deepEqual(flags, [...new Set(flags)], words);
      }
    }
  });
});
