import sql, { type Sql } from 'sql-template-tag';
import type { Tables } from '../../../schema/tables.ts';

/** Rows as the tables have them. */
export interface FirstOrganizations {
  readonly organizations: readonly Omit<
    Tables['organizations'],
    'dpa_accepted_at' | 'disabled_at' | 'created_at' | 'mails_arrivals' | 'arrival_email' | `allow_${string}`
  >[];
  readonly clients: readonly Pick<Tables['api_clients'], 'client_id' | 'organization_id'>[];
  readonly sellers: readonly Pick<Tables['sellers'], 'id' | 'name' | 'country'>[];
  readonly grants: readonly Pick<Tables['grants'], 'organization_id' | 'seller_id'>[];
}

/** All of them at once where there is no organization yet; nothing where there is one. Whoever has a DPA version has accepted it now. */
export function insertFirstOrganizations({ organizations, clients, sellers, grants }: FirstOrganizations): Sql {
  return sql`effect as (
      insert into organizations (id, slug, name, admin_email, rate_limit_tier, read_per_minute, write_per_minute, webhook_per_minute,
        capabilities, dpa_version, dpa_accepted_at)
      select id, slug, name, admin_email, rate_limit_tier, read_per_minute, write_per_minute, webhook_per_minute,
        capabilities, dpa_version, case when dpa_version is not null then now() end
      from jsonb_populate_recordset(null::organizations, ${JSON.stringify(organizations)}::jsonb)
      where not exists (select from organizations) returning id),
    new_clients as (insert into api_clients (client_id, organization_id) select client_id, organization_id
      from jsonb_populate_recordset(null::api_clients, ${JSON.stringify(clients)}::jsonb) where exists (select from effect)),
    new_sellers as (insert into sellers (id, name, country) select id, name, country
      from jsonb_populate_recordset(null::sellers, ${JSON.stringify(sellers)}::jsonb) where exists (select from effect)),
    new_grants as (insert into grants (organization_id, seller_id) select organization_id, seller_id
      from jsonb_populate_recordset(null::grants, ${JSON.stringify(grants)}::jsonb) where exists (select from effect))`;
}
