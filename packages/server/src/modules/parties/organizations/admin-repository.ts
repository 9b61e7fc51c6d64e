import sql, { type Sql } from 'sql-template-tag';
import type { Tables } from '../../../schema/tables.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Partner, RateLimitTier } from '../../../core/identity/index.ts';

/** An organization as operators see it. */
export type OrganizationRow = Omit<Tables['organizations'], 'dpa_accepted_at' | 'created_at' | `allow_${string}`>;

export type ClientRow = Pick<Tables['api_clients'], 'client_id' | 'disabled_at'> & {
  /** Its slug. */
  organization: string;
};

/** Calls per minute in each category; ENTERPRISE only. */
export interface TierLimits {
  readonly read: number;
  readonly write: number;
  readonly webhook: number;
}

const organizationColumns = sql`id, slug, name, admin_email, mails_arrivals, arrival_email, rate_limit_tier, read_per_minute, write_per_minute,
  webhook_per_minute, capabilities, dpa_version, disabled_at`;

export function selectOrganizations(db: Database): Promise<OrganizationRow[]> {
  return db.read(sql`select ${organizationColumns} from organizations order by slug`);
}

export function findOrganization(db: Database, slug: string): Promise<OrganizationRow | undefined> {
  return db.readFirst(sql`select ${organizationColumns} from organizations where slug = ${slug}`);
}

export function selectClients(db: Database, organizationId: string | undefined): Promise<ClientRow[]> {
  return db.read(sql`select c.client_id, o.slug as organization, c.disabled_at
    from api_clients c join organizations o on o.id = c.organization_id
    where ${organizationId ?? null}::uuid is null or o.id = ${organizationId ?? null}::uuid order by o.slug, c.client_id`);
}

export function findClient(db: Database, clientId: string): Promise<{ organization_id: string } | undefined> {
  return db.readFirst(sql`select organization_id from api_clients where client_id = ${clientId}`);
}

export function selectSellers(db: Database): Promise<Partner[]> {
  return db.read(sql`select id as uuid, name, country from sellers order by name, id`);
}

export function findSeller(db: Database, sellerId: string): Promise<Partner | undefined> {
  return db.readFirst(sql`select id as uuid, name, country from sellers where id = ${sellerId}::uuid`);
}

export function selectGrantedSellers(db: Database, organizationId: string): Promise<Partner[]> {
  return db.read(sql`select s.id as uuid, s.name, s.country from grants g join sellers s on s.id = g.seller_id
    where g.organization_id = ${organizationId}::uuid order by s.name, s.id`);
}

// The effects of writes: each changes no row where there is nothing to change.

export interface InsertableOrganization {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly tier: RateLimitTier;
  readonly limits: TierLimits | undefined;
}

export function insertOrganization({ id, slug, name, tier, limits }: InsertableOrganization): Sql {
  return sql`effect as (insert into organizations (id, slug, name, rate_limit_tier, read_per_minute, write_per_minute, webhook_per_minute)
    values (${id}::uuid, ${slug}, ${name}, ${tier}, ${limits?.read ?? null}::int, ${limits?.write ?? null}::int,
      ${limits?.webhook ?? null}::int) returning id)`;
}

export function markOrganizationDisabled(id: string, disabled: boolean): Sql {
  return sql`effect as (update organizations set disabled_at = case when ${disabled}::boolean then now() end
    where id = ${id}::uuid and (disabled_at is not null) <> ${disabled}::boolean returning id)`;
}

/** `email` null: nobody is told any more. */
export function updateContact(id: string, email: string | null): Sql {
  return sql`effect as (update organizations set admin_email = ${email}::text where id = ${id}::uuid returning id)`;
}

/** `email` null: to the contact. */
export function updateArrivalMails(id: string, isOn: boolean, email: string | null): Sql {
  return sql`effect as (update organizations set mails_arrivals = ${isOn}::boolean, arrival_email = ${email}::text
    where id = ${id}::uuid returning id)`;
}

export function updateTier(id: string, tier: RateLimitTier, limits: TierLimits | undefined): Sql {
  return sql`effect as (update organizations set rate_limit_tier = ${tier}, read_per_minute = ${limits?.read ?? null}::int,
    write_per_minute = ${limits?.write ?? null}::int, webhook_per_minute = ${limits?.webhook ?? null}::int
    where id = ${id}::uuid returning id)`;
}

/** Flags that are in neither list stay as they are. */
export function updateCapabilities(id: string, added: readonly string[], removed: readonly string[]): Sql {
  return sql`effect as (update organizations set capabilities = array(
      select flag from unnest(capabilities || ${[...added]}::text[]) as flag where flag <> all(${[...removed]}::text[])
      group by flag order by flag)
    where id = ${id}::uuid returning id)`;
}

/** `version` null withdraws the acceptance. */
export function updateDpa(id: string, version: string | null): Sql {
  return sql`effect as (update organizations set dpa_version = ${version}::text,
    dpa_accepted_at = case when ${version}::text is not null then now() end where id = ${id}::uuid returning id)`;
}

export function insertClient(clientId: string, organizationId: string): Sql {
  return sql`effect as (insert into api_clients (client_id, organization_id)
    values (${clientId}, ${organizationId}::uuid) returning client_id)`;
}

export function markClientDisabled(clientId: string, disabled: boolean): Sql {
  return sql`effect as (update api_clients set disabled_at = case when ${disabled}::boolean then now() end
    where client_id = ${clientId} and (disabled_at is not null) <> ${disabled}::boolean returning client_id)`;
}

export function insertSeller({ uuid, name, country }: Partner): Sql {
  return sql`effect as (insert into sellers (id, name, country) values (${uuid}::uuid, ${name}, ${country}) returning id)`;
}

export function insertGrant(organizationId: string, sellerId: string): Sql {
  return sql`effect as (insert into grants (organization_id, seller_id)
    values (${organizationId}::uuid, ${sellerId}::uuid) returning seller_id)`;
}

export function deleteGrant(organizationId: string, sellerId: string): Sql {
  return sql`effect as (delete from grants
    where organization_id = ${organizationId}::uuid and seller_id = ${sellerId}::uuid returning seller_id)`;
}
