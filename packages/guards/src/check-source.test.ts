import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { checkSource } from './check-source.ts';
import { definedNames } from './defined-names.ts';
import { namedIn } from './named-tables.ts';

const SERVER = 'packages/server/src/';
const modules = {
  'core/core-module.ts': "export const core = defineModule({ name: 'core', tables: ['events'] });",
  'modules/parties/buyers/module.ts':
    "defineModule<Deps>({ name: 'buyers', tables: ['buyers', 'contacts'], views: ['buyer_names', 'label_of'] });",
  'modules/kyc/documents/module.ts': "defineModule({ name: 'documents', tables: ['documents'] });",
};
const database = new Set(['events', 'buyers', 'contacts', 'buyer_names', 'label_of', 'documents']);

function check(files: Readonly<Record<string, string>>): readonly string[] {
  const named = Object.fromEntries(
    Object.entries({ ...modules, ...files }).map(([name, text]) => [SERVER + name, text]),
  );
  const { breaches } = checkSource({ files: named, database });
  return breaches.map(({ breach, at }) => `${at} ${breach}`.replaceAll(SERVER, ''));
}

function breachesOf(file: string, source: string): readonly string[] {
  return check({ [file]: source });
}

const repository = 'modules/kyc/documents/repository.ts';

test('a module names its own tables, and what others made for it', () => {
  const source = 'const a = sql`select d.id, label_of(n) from documents d join buyer_names n on n.id = d.buyer_id`;';
  assert.deepEqual(breachesOf(repository, source), []);
});

describe('a table of another module', () => {
  const ways: Readonly<Record<string, string>> = {
    'in a template': 'const a =\n  sql<Row>`select from buyers where id = ${id}`;',
    'in a part of a statement': 'const a =\n  sql`, contacts as c (id) where ${x}`; sql`join buyers b`;',
    'in raw text': "const a =\n  raw('order by buyers.name');",
    'in a query of a client': "await\n  client.query('delete from buyers');",
  };
  for (const [how, source] of Object.entries(ways))
    it(how, () => {
      const expected = `${repository}:2 ${repository} names buyers of modules/parties/buyers`;
      assert.deepEqual(breachesOf(repository, source), [expected]);
    });
  it('in what does not belong to a module at all', () => {
    const expected = 'main/ops.ts:1 main/ops.ts names buyers of modules/parties/buyers';
    assert.deepEqual(breachesOf('main/ops.ts', 'sql`update only buyers set name = $1`;'), [expected]);
  });
});

test('everything has one owner', () => {
  const found = check({
    'modules/kyc/documents/module.ts': "defineModule({ name: 'documents', tables: ['events', 'papers'], views });",
  });
  assert.deepEqual(
    found.map((breach) => breach.replace('the declarations of modules ', '')),
    [
      'events is declared twice',
      'papers is declared, but not there',
      'views is declared, but not there',
      'documents has no owner',
    ],
  );
});

test('transactions are begun in platform/db alone', () => {
  const source = "await client.query('begin'); await db.write(sql` COMMIT`); await client.query('rollback to a');";
  assert.equal(breachesOf('modules/kyc/documents/late.ts', source).length, 3);
  assert.deepEqual(breachesOf('platform/db/migrate.ts', source), []);
});

test('a dynamic import names its file', () => {
  assert.deepEqual(
    breachesOf('main/api.ts', "const name = './x.ts';\nawait import(name); await import(`./${name}`);"),
    [
      'main/api.ts:2 main/api.ts imports what it does not name',
      'main/api.ts:2 main/api.ts imports what it does not name',
    ],
  );
  assert.deepEqual(
    breachesOf('main/api.ts', "await import('../demo/index.ts'); await import(`@programs/${name}`);"),
    [],
  );
});

describe('the names in a piece of SQL', () => {
  const pieces: Readonly<Record<string, readonly string[]>> = {
    'select events from endpoints': [],
    'select e.events, buyers from endpoints e where documents = $1': [],
    "select 'from buyers', extract(epoch from events.at) -- from documents": ['events'],
    'select from endpoints e, buyers as b, only contacts': ['buyers', 'contacts'],
    'select from f(endpoints, buyers), documents': ['documents'],
    'select from endpoints where (a, buyers) = (1, 2)': [],
    'with buyers as not materialized (select 1) select from buyers join documents using (id)': ['documents'],
    'insert into events (buyers) values ($1) on conflict do update set documents = 1': ['events'],
    'delete from endpoints using buyers, documents where true': ['buyers', 'documents'],
    'update documents set buyers = label_of(buyers)': ['documents', 'label_of'],
    'select from audit.events, "buyers", public.documents': ['buyers', 'documents'],
  };
  for (const [piece, names] of Object.entries(pieces))
    it(piece, () => assert.deepEqual(namedIn(piece, database).toSorted(), [...names].toSorted()));
});

test('the names that a script of definitions leaves behind', () => {
  const script = `create table a (id int); create unlogged table b (id int); create view c as select 1 as id;
    create function d() returns int language sql as 'select 1';
    create function e() returns trigger language plpgsql as 'begin return null; end';
    drop table b; alter table a rename to f; alter table f rename column id to g; drop view if exists c;
    create table h (id int); drop function d();`;
  assert.deepEqual([...definedNames(script)].toSorted(), ['f', 'h']);
});
