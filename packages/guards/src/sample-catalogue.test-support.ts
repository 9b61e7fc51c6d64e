import type { Catalogue, DatabaseFunction } from './catalogue.ts';

/**
 * A catalogue of tables, each as `column` or `column?` where it may be null, `column -> table` where it is a foreign key, and `from table`
 * where it is a view.
 */
export function catalogueOf(
  tables: Readonly<Record<string, readonly string[]>>,
  functions: readonly DatabaseFunction[] = [],
): Catalogue {
  const entries = Object.entries(tables).map(([name, descriptions]) => {
    const columns = descriptions
      .filter((one) => !one.startsWith('from '))
      .map((one) => {
        const [, column = '', nullable, target] = /^(\w+)(\?)?(?: -> (\w+))?$/.exec(one) ?? [];
        return { column, nullable: nullable === '?', target };
      });
    return {
      name,
      columns: new Map(columns.map(({ column, nullable }) => [column, { nullable }])),
      readsFrom: descriptions.filter((one) => one.startsWith('from ')).map((one) => one.slice('from '.length)),
      foreignKeys: columns.flatMap(({ column, target }) => (target ? [{ columns: [column], table: target }] : [])),
    };
  });
  return { tables: new Map(entries.map((table) => [table.name, table])), functions };
}

/** A shop: what belongs to sellers, what hangs on it, and what is an organization's. */
export const shop = catalogueOf(
  {
    sellers: ['id', 'name'],
    organizations: ['id', 'name'],
    grants: ['organization_id -> organizations', 'seller_id -> sellers'],
    buyers: ['id', 'seller_id -> sellers', 'name'],
    invitations: ['id', 'seller_id -> sellers', 'buyer_id -> buyers', 'status'],
    mails: ['id', 'invitation_id? -> invitations', 'status'],
    attempts: ['mail_id -> mails', 'at'],
    audit_events: ['id', 'seller_id?', 'organization_id?', 'action'],
    buyer_names: ['id', 'seller_id', 'organization_id', 'name', 'from buyers'],
    mail_states: ['invitation_id', 'status', 'from mails'],
    mail_counts: ['count', 'from mails'],
    endpoints: ['id', 'organization_id -> organizations', 'url'],
  },
  [
    { name: 'count_calls', language: 'plpgsql', isVolatile: true, body: '' },
    { name: 'status_of', language: 'sql', isVolatile: false, body: 'select 1' },
    { name: 'fresh_count', language: 'sql', isVolatile: true, body: 'select count(*) from mails' },
    { name: 'bump', language: 'sql', isVolatile: true, body: 'select 1; update mails set status = status' },
  ],
);
