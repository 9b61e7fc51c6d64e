import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkStatements, readSent, type SentStatement } from './check-statements.ts';
import { shop } from './sample-catalogue.test-support.ts';

const read = (text: string): SentStatement => ({ kind: 'read', text });
const write = (text: string): SentStatement => ({ kind: 'write', text });
const breachesOf = (...sent: SentStatement[]): readonly string[] =>
  checkStatements(sent, shop).breaches.map(({ breach, at }) => `${breach}: ${at}`);

test('a read neither changes nor locks, nor calls what does', () => {
  const effects: Readonly<Record<string, string>> = {
    'with u as (update endpoints set url = $1 where organization_id = $2 returning id) select id from u': 'UpdateStmt',
    'insert into endpoints (id, organization_id) values ($1, $2)': 'InsertStmt',
    'select url from endpoints where organization_id = $1 for update skip locked': 'row lock',
    'select url from endpoints where organization_id = $1 for key share': 'row lock',
    'select count_calls($1)': 'count_calls()',
    'select bump()': 'bump()',
    'select pg_notify($1, $2)': 'pg_notify()',
    'select pg_try_advisory_xact_lock($1)': 'pg_try_advisory_xact_lock()',
  };
  for (const [text, effect] of Object.entries(effects)) {
    assert.deepEqual(breachesOf(read(text)), [
      `read with effects: ${effect}: ${text.replaceAll(/\$\d/g, '$').slice(0, 90).trim()}`,
    ]);
    assert.deepEqual(breachesOf(write(text)), []);
  }
  assert.deepEqual(breachesOf(read('select status_of($1), fresh_count(), random(), now()')), []);
});

test('a row of a seller is asked for by its seller', () => {
  assert.deepEqual(
    breachesOf(read('select name\n  from buyers b where b.id = $12::uuid'), write('delete from mails')),
    ['tenancy: buyers: buyers b where b.id = $::uuid', 'tenancy: mails: mails'],
  );
});

test('what the rule was told to let pass is counted by its words', () => {
  const { breaches, exemptions } = checkStatements(
    [
      write('/* across sellers: the clock’s own work */ delete from mails'),
      write('/* across sellers: the clock’s own work */ delete from invitations'),
      read('select (/* by id alone: a proven link */ select name from buyers where id = $1)'),
      read('/* any other comment */ select 1'),
    ],
    shop,
  );
  assert.deepEqual(breaches, []);
  assert.deepEqual(Object.fromEntries(exemptions), {
    'across sellers: the clock’s own work': 2,
    'by id alone: a proven link': 1,
  });
});

test('what is no SQL, and what no rule knows, is not passed over', () => {
  assert.throws(() => breachesOf(read('selec 1')), /syntax error/);
  assert.throws(() => breachesOf(write('begin')), /TransactionStmt/);
});

test('the files of all processes are read, each statement once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nt24-statements-'));
  const lines = [read('select 1'), write('select 1'), read('select 2')].map((one) => `${JSON.stringify(one)}\n`);
  writeFileSync(join(folder, '1.jsonl'), lines.join(''));
  appendFileSync(join(folder, '2.jsonl'), lines.slice(1).join(''));
  assert.deepEqual(readSent(folder), [read('select 1'), write('select 1'), read('select 2')]);
  rmSync(folder, { recursive: true });
});
