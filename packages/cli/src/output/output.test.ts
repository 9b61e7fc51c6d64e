import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { jsonText, plainText } from './plain-text.ts';
import { detailLines, tableLines } from './table.ts';

/** A title for the window, red, a line up, C1's way of saying so, a turn of direction, and a tag. */
const HOSTILE = 'a\u001b]0;owned\u0007b\u001b[31m\u001b[1A\u009b2Jc\u202egnp.exe\u2066\u{e0041}d\u0000\u007f';

describe('what is shown', () => {
  it('holds nothing that a terminal would obey', () => {
    assert.equal(plainText(HOSTILE), 'a]0;ownedb[31m[1A2Jcgnp.exed');
    assert.equal(plainText('one\r\ntwo\tthree'), 'one two three');
    assert.equal(plainText('Žluťoučký kůň 漢字 👍'), 'Žluťoučký kůň 漢字 👍');
    const lines = [
      ...tableLines([{ name: HOSTILE }], ['name']),
      ...detailLines({ name: HOSTILE, list: [{ of: HOSTILE }] }),
    ];
    for (const line of lines) assert.doesNotMatch(line, /[\p{Cc}\u202e\u2066]/u);
  });

  it('is the same for programs, without what a terminal would obey', () => {
    const text = jsonText({ name: HOSTILE }, 2);
    assert.deepEqual(JSON.parse(text), { name: HOSTILE });
    assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\u202e\u2066\u{e0041}]/u);
  });

  it('stands in columns, wide letters too', () => {
    const rows = [
      { name: '漢字', address: { city: 'Porto' } },
      { name: 'Ana', address: {} },
    ];
    assert.deepEqual(tableLines(rows, ['name', 'address.city']), ['NAME  ADDRESS.CITY', '漢字  Porto', 'Ana']);
    assert.deepEqual(tableLines([], ['name']), []);
  });

  it('may be as long as a seller has buyers', () => {
    const rows = Array.from({ length: 200_000 }, (_, n) => ({ n }));
    const lines = tableLines(rows, ['n']);
    assert.deepEqual([lines.length, lines.at(-1)], [200_001, '199999']);
    assert.equal(detailLines({ rows }).length, 200_000);
  });

  it('tells times in the zone of the machine', () => {
    const before = process.env['TZ'];
    process.env['TZ'] = 'Asia/Tokyo';
    try {
      assert.match(detailLines({ at: '2026-07-01T12:00:00.000Z' })[0] ?? '', /^at  2026-07-01 21:00:00 \S+$/);
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });
});
