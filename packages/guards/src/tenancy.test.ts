import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tenantKeysOf } from './catalogue.ts';
import { shop } from './sample-catalogue.test-support.ts';
import { parseStatement } from './statement.ts';
import { tenancyChecker } from './tenancy.ts';

const check = tenancyChecker(shop);

/** The tables that the statement leaves open, in the order of their places. */
function openTables(text: string): string[] {
  return check(parseStatement(text))
    .toSorted((one, other) => one.location - other.location)
    .map(({ table }) => table);
}

it('knows whose each table is', () => {
  assert.deepEqual(Object.fromEntries(tenantKeysOf(shop)), {
    grants: ['seller_id'],
    buyers: ['seller_id'],
    invitations: ['seller_id'],
    mails: ['invitation_id'],
    attempts: ['mail_id'],
    audit_events: ['seller_id', 'organization_id'],
    buyer_names: ['seller_id'],
    mail_states: ['invitation_id'],
    mail_counts: [],
    endpoints: ['organization_id'],
  });
});

const held: Readonly<Record<string, string>> = {
  'by a parameter': 'select name from buyers where seller_id = $1',
  'by a parameter with a cast': 'select name from buyers b where $1::uuid = b.seller_id and name = $2',
  'by one of several': 'select name from buyers where seller_id = any($1::uuid[]) or seller_id in ($2, $3)',
  'by a row of parameters': 'select name from buyers where (seller_id, id) = ($1, $2)',
  'by a parameter or nothing': 'select name from buyers where seller_id is not distinct from $1',
  'by a row that is held':
    'select from invitations i join buyers b on b.seller_id = i.seller_id where i.seller_id = $1',
  'by a shared column': 'select from invitations join buyers using (seller_id) where invitations.seller_id = $1',
  'by a chain': 'select from sellers s join buyers b on b.seller_id = s.id where s.id = $1',
  'in an outer join, on its own side':
    'select from invitations i left join buyers b on b.seller_id = i.seller_id where i.seller_id = $1',
  'in a subquery, by the row around it':
    'select (select b.name from buyers b where b.seller_id = i.seller_id) from invitations i where i.seller_id = $1',
  'in a list of rows that are held':
    'select name from buyers where seller_id in (select seller_id from invitations where seller_id = $1)',
  'by the key it hangs on': 'select status from mails where invitation_id = $1',
  'by the row it hangs on':
    'select m.status from mails m join invitations i on i.id = m.invitation_id where i.seller_id = $1',
  'at two removes':
    'select a.at from attempts a, mails m, invitations i where a.mail_id = m.id and m.invitation_id = i.id and i.seller_id = $1',
  'by its organization, where the seller may be absent': 'select action from audit_events where organization_id = $1',
  'by either owner': 'select action from audit_events where seller_id = $1 or organization_id = $2',
  'by its organization, where there is no seller': 'select url from endpoints where organization_id = $1',
  'by the result of another query':
    'with i as (select buyer_id, seller_id from invitations where seller_id = $1) select from buyers b, i where b.seller_id = i.seller_id',
  'by rows handed over': 'select from buyers b join unnest($1::uuid[]) as u (owner) on u.owner = b.seller_id',
  'by a lateral query':
    'select from invitations i, lateral (select i.seller_id as owner) o, buyers b where b.seller_id = o.owner and i.seller_id = $1',
  'in a view, by the column that it shows': 'select from mail_states where invitation_id = $1',
  'in an insert': 'insert into buyers (id, seller_id, name) values ($1, $2, $3)',
  'in an insert that changes what it finds':
    'insert into buyers (id, seller_id) values ($1, $2) on conflict (seller_id, id) do update set name = $3',
  'in an update': 'update buyers set name = $1 where seller_id = $2 and id = $3',
  'in an update by other rows':
    'update buyers b set name = $1 from invitations i where i.seller_id = $2 and b.seller_id = i.seller_id',
  'in a deletion': 'delete from mails m using invitations i where i.id = m.invitation_id and i.seller_id = $1',
  'in both arms of a union':
    'select id from buyers where seller_id = $1 union all select id from invitations where seller_id = $1',
  'across sellers, by its own words':
    '/* across sellers: the clock expires all of them */ update invitations set status = $1 where status = $2',
};
describe('held to a tenant', () => {
  for (const [how, text] of Object.entries(held)) it(how, () => assert.deepEqual(openTables(text), []));
});

const open: Readonly<Record<string, readonly [text: string, ...tables: string[]]>> = {
  'by id alone': ['select name from buyers where id = $1', 'buyers'],
  'with the column only selected': ['select seller_id from buyers where id = $1', 'buyers'],
  'with the column only ordered by': ['select name from buyers where id = $1 order by seller_id', 'buyers'],
  'compared with itself': ['select from buyers where seller_id = seller_id', 'buyers'],
  'by another comparison': ['select from buyers where seller_id <> $1', 'buyers'],
  'by one arm of an or': ['select from buyers where seller_id = $1 or id = $2', 'buyers'],
  'unless it is not so': ['select from buyers where not (seller_id = $1)', 'buyers'],
  'by a row that is open itself': [
    'select from invitations i join buyers b on b.seller_id = i.seller_id where i.id = $1',
    'invitations',
    'buyers',
  ],
  'beside one that is held': ['select from invitations i, buyers b where i.seller_id = $1 and b.id = $2', 'buyers'],
  'in an outer join, on the side that it spares': [
    'select from invitations i left join buyers b on i.seller_id = $1 and b.seller_id = $1',
    'invitations',
  ],
  'in a subquery': [
    'select from invitations i where i.seller_id = $1 and exists (select from buyers b where b.id = i.buyer_id)',
    'buyers',
  ],
  'in a subquery of a target': ['select (select count(*) from buyers) from invitations where seller_id = $1', 'buyers'],
  'in a subquery of FROM': ['select from (select id from buyers) as b', 'buyers'],
  'in one arm of a union': [
    'select id from buyers where seller_id = $1 union select id from invitations',
    'invitations',
  ],
  'in a table expression': ['with b as (select id from buyers) select from b', 'buyers'],
  'by the result of a query that is open': [
    'with i as (select seller_id from invitations) select from buyers b, i where b.seller_id = i.seller_id',
    'invitations',
    'buyers',
  ],
  'hanging, by id alone': ['update mails set status = $1 where id = $2', 'mails'],
  'by its organization, where it is a seller’s': ['select from grants where organization_id = $1', 'grants'],
  'in a view, by its organization, where it is a seller’s': [
    'select from buyer_names where organization_id = $1',
    'buyer_names',
  ],
  'in a view that does not tell whose its rows are': ['select count from mail_counts where count = $1', 'mail_counts'],
  'in an insert without the column': ['insert into audit_events (action) values ($1)', 'audit_events'],
  'in an insert that changes whatever it finds': [
    'insert into buyers (id, seller_id) values ($1, $2) on conflict (id) do update set name = $3',
    'buyers',
  ],
  'in the query of an insert': [
    'insert into mails (id, invitation_id) select $1, id from invitations where id = $2',
    'invitations',
  ],
  'in an update': ['update invitations set status = $1 where id = $2 returning seller_id', 'invitations'],
  'in a deletion': ['delete from buyers', 'buyers'],
  'outside the parentheses that the words cover': [
    'with due as (/* by id alone: the link was proven genuine */ select id from invitations where id = $1) update mails m set status = $2 from due where m.id = $3',
    'mails',
  ],
  'with words that give no reason': ['/* across sellers: */ delete from buyers', 'buyers'],
};
describe('open to other tenants', () => {
  for (const [how, [text, ...tables]] of Object.entries(open))
    it(how, () => assert.deepEqual(openTables(text), tables));
});

it('refuses what it cannot judge', () => {
  assert.throws(() => openTables('truncate buyers'), /does not know: TruncateStmt/);
  assert.throws(() => openTables('select 1; select 2'), /one statement was expected/);
});
