import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { findStale, printStatements } from './assembled-statements.ts';

const files = {
  'buyers.ts':
    "const one = sql`select id from buyers where seller_id = ${id}::uuid`; const all = sql`${one}\n  order by ${raw('name')}`;",
  'write.ts':
    'const w = sql`with ${effect}, ${raw(`also${n}`)} as (${more}) select 1`; const more = sql`insert into events (id) values (${id})`;',
  'effect.ts': 'const effect = sql`effect as (update buyers set name = ${name})`; ',
};
const sent = [
  { kind: 'read', text: 'select id from buyers where seller_id = $1::uuid' },
  { kind: 'read', text: 'select id from buyers where seller_id = $1::uuid\n  order by name' },
  {
    kind: 'write',
    text: 'with effect as (update buyers set name = $1), also0 as (insert into events (id) values ($2)) select 1',
  },
] as const;
const printed = printStatements(sent, files);

test('as few statements as show every piece are printed, with the files that made them', () => {
  assert.equal(printed.match(/^-- (?:read|write): /gm)?.length, 2);
  assert.match(printed, /^-- read: .*\nselect id from buyers where seller_id = \$1::uuid\n {2}order by name;$/m);
  assert.match(printed, /^-- write: .*\nwith effect as \(update buyers set name = \$1\), also0 as \(insert/m);
});

test('a piece that no test sends is printed as it stands', () => {
  const late = { ...files, 'late.ts': 'sql`delete from letters where id = ${id}`;' };
  const text = printStatements(sent, late);
  assert.match(text, /^-- part: late\.ts\ndelete from letters where id = \$1;$/m);
  assert.deepEqual(findStale(text, late), []);
});

test('what was printed last is fresh', () => {
  assert.deepEqual(findStale(printed, files), []);
});

describe('is not fresh any more', () => {
  it('where a piece was added that no test sends', () => {
    const [found = '', ...more] = findStale(printed, { ...files, 'late.ts': 'sql`\ndelete from letters`;' });
    assert.match(found, /^late\.ts:1 is in no statement/);
    assert.deepEqual(more, []);
  });
  it('where a piece has changed', () => {
    const changed = { ...files, 'effect.ts': files['effect.ts'].replace('set name', 'set label') };
    const found = findStale(printed, changed);
    assert.match(found[0] ?? '', /^effect\.ts:1 is in no statement/);
    assert.match(found[1] ?? '', /has what no file makes: effectas\(updatebuyerssetname/);
  });
  it('where a piece has gone', () => {
    assert.equal(findStale(printed, { ...files, 'effect.ts': '' }).length, 1);
  });
});
