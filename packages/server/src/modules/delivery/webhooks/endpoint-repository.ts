import sql, { empty, type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { DELIVERIES_CHANNEL } from './publish-events.ts';
import { MAX_ENDPOINTS } from './schemas.ts';

export interface EndpointRow {
  id: string;
  organization_id: string;
  url: string;
  events: string[];
  partner_ids: string[] | null;
  status: 'ACTIVE' | 'PAUSED' | 'DISABLED';
  created_at: Date;
  updated_at: Date;
  /** The time of the reading. */
  now: Date;
}

const columns = sql`id, organization_id, url, events, partner_ids::text[] as partner_ids, status, created_at, updated_at,
  date_trunc('milliseconds', now()) as now`;

export function findEndpoint(db: Database, organizationId: string, id: string): Promise<EndpointRow | undefined> {
  return db.findFirst(
    sql`select ${columns} from webhook_endpoints where organization_id = ${organizationId}::uuid and id = ${id}`,
  );
}

/** The newest first. */
export function listEndpoints(db: Database, organizationId: string): Promise<EndpointRow[]> {
  return db.read(
    sql`select ${columns} from webhook_endpoints where organization_id = ${organizationId}::uuid order by created_at desc, id`,
  );
}

export interface Vacancy {
  /** Null: all places are taken. */
  slot: number | null;
  now: Date;
}

/** Any free place, so that several who look at once seldom find the same. */
export async function findVacancy(db: Database, organizationId: string): Promise<Vacancy> {
  const row = await db.readFirst<Vacancy>(sql`select date_trunc('milliseconds', now()) as now,
    (select slot from generate_series(1, ${MAX_ENDPOINTS}::int) as slot where not exists (
      select from webhook_endpoints w where w.organization_id = ${organizationId}::uuid and w.slot = slot.slot)
      order by random() limit 1) as slot`);
  if (!row) throw new Error('a select without a from has one row');
  return row;
}

/** Does nothing where another registration took the place first. */
export function insertEndpoint(row: EndpointRow, slot: number, sealedSecret: Buffer): (guard: Sql) => Sql {
  return (guard) => sql`effect as (
    insert into webhook_endpoints (id, organization_id, slot, url, events, partner_ids, sealed_secret, status, created_at, updated_at)
    select ${row.id}, ${row.organization_id}::uuid, ${slot}::smallint, ${row.url}, ${row.events}::text[], ${row.partner_ids}::uuid[],
      ${sealedSecret}::bytea, ${row.status}, ${row.created_at}::timestamptz, ${row.updated_at}::timestamptz
    where ${guard} returning id)`;
}

/**
 * Writes what can be set, where it still stands as it was read. With `resumed` the endpoint's failures are forgotten and all that
 * waited is due now, on a fresh plan of retries; what is under way is left to who is at it.
 */
export function updateEndpoint(read: EndpointRow, next: EndpointRow, resumed: boolean): (guard: Sql) => Sql {
  return (guard) => sql`effect as (
      update webhook_endpoints set url = ${next.url}, events = ${next.events}::text[], partner_ids = ${next.partner_ids}::uuid[],
        status = ${next.status}, updated_at = ${next.updated_at}::timestamptz
        ${resumed ? sql`, consecutive_failures = 0, failing_since = null` : empty}
      where organization_id = ${read.organization_id}::uuid and id = ${read.id} and url = ${read.url} and events = ${read.events}::text[]
        and partner_ids is not distinct from ${read.partner_ids}::uuid[] and status = ${read.status} and ${guard}
      returning id ${resumed ? sql`, pg_notify(${DELIVERIES_CHANNEL}, '')` : empty})
    ${resumed ? releasePart : empty}`;
}

const releasePart = sql`, released as (
  update webhook_deliveries d set next_attempt_at = now(), first_attempt_at = null, retries = 0
  from effect where d.endpoint_id = effect.id and d.status = 'PENDING' and (d.leased_until is null or d.leased_until <= now()))`;

/** Its deliveries go with it. */
export function deleteEndpoint({ organization_id, id }: EndpointRow): (guard: Sql) => Sql {
  return (guard) => sql`effect as (
    delete from webhook_endpoints where organization_id = ${organization_id}::uuid and id = ${id} and ${guard} returning id)`;
}
