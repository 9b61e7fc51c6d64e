import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../harness/src/database.ts';
import { readCatalogue, tenantKeysOf } from './catalogue.ts';
import { checkStatements, type SentStatement } from './check-statements.ts';

let database: TestDatabase;
let client: Client;
before(async () => {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
});
after(async () => {
  await client.end();
  await database.drop();
});

test('a table that a migration adds is known by its columns and keys, and so is a view', async () => {
  await client.query(`create table orders (id uuid primary key, seller_id uuid not null);
    create table order_lines (id uuid primary key, order_id uuid not null references orders (id));
    create table order_notes (id uuid primary key, line_id uuid references order_lines (id));
    create table order_marks (id uuid primary key, about_id uuid not null);
    comment on column order_marks.about_id is 'hangs on orders or order_lines';
    create table prices (id uuid primary key, amount integer);
    create view line_counts as select order_id, count(*) as lines from order_lines group by order_id;
    create view note_counts as select count(*) as notes from order_notes`);
  const keys = tenantKeysOf(await readCatalogue(client));
  assert.deepEqual(
    ['orders', 'order_lines', 'order_notes', 'order_marks', 'prices', 'line_counts', 'note_counts'].map((name) =>
      keys.get(name),
    ),
    [['seller_id'], ['order_id'], ['line_id'], ['about_id'], undefined, ['order_id'], []],
  );
});

test('statements are held against the real catalogue', async () => {
  const sent: SentStatement[] = [
    { kind: 'read', text: 'select seller_id from invitations where id = $1' },
    { kind: 'read', text: 'select status from invitations where seller_id = $1 and id = $2' },
    { kind: 'read', text: 'select granted from take_calls($1, $2, $3, $4, $5)' },
    { kind: 'read', text: 'select graphile_worker.add_job($1)' },
    { kind: 'read', text: 'select draft_file_ids($1), gen_random_uuid()' },
  ];
  assert.deepEqual(
    checkStatements(sent, await readCatalogue(client)).breaches.map(({ breach }) => breach),
    ['tenancy: invitations', 'read with effects: take_calls()', 'read with effects: add_job()'],
  );
});
