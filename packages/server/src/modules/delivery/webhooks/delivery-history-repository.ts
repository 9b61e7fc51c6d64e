import sql, { empty, type Sql } from 'sql-template-tag';
import { envelopeOf } from '../../../core/events/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import { limitOffset, orderBy, windowOf } from '../../../core/api/index.ts';
import type { EndpointRow } from './endpoint-repository.ts';
import { DELIVERIES_CHANNEL } from './publish-events.ts';
import type { DELIVERY_SORTS, ListDeliveriesQuery } from './schemas.ts';

export interface DeliveryRow {
  id: string;
  message_id: string;
  event_type: string;
  status: 'PENDING' | 'DELIVERED' | 'FAILED';
  http_status: number | null;
  attempts: number;
  last_attempt_at: Date | null;
  /** None as well while it is set aside. */
  next_attempt_at: Date | null;
  created_at: Date;
  endpoint_status: EndpointRow['status'];
  is_test: boolean;
  /** Why the last attempt had no answer. */
  failure: string | null;
}

const columns = sql`d.id, d.message_id, d.event_type, d.status, d.http_status, d.attempts, d.last_attempt_at,
  case when d.held_seller_id is null then d.next_attempt_at end as next_attempt_at,
  d.created_at, w.status as endpoint_status, d.is_test,
  (select a.failure from webhook_attempts a where a.delivery_id = d.id and a.attempt = d.attempts) as failure`;
const from = sql`webhook_deliveries d join webhook_endpoints w
  on w.organization_id = d.organization_id and w.id = d.endpoint_id`;
/** The history ends after 30 days, whether or not the purge has come by (contract 6). */
const kept = sql`created_at > now() - interval '30 days'`;

/** They are numbered as they are made, and the index of an endpoint's deliveries follows the numbers. */
const SORTABLE: Readonly<Record<(typeof DELIVERY_SORTS)[number], string>> = { createdAt: 'd.position' };

export async function selectDeliveries(
  db: Database,
  endpoint: EndpointRow,
  query: ListDeliveriesQuery,
): Promise<{ rows: DeliveryRow[]; total: number }> {
  const where = sql`d.organization_id = ${endpoint.organization_id}::uuid and d.endpoint_id = ${endpoint.id} and d.${kept}
    ${query.status === undefined ? empty : sql`and d.status = ${query.status}`}
    ${query.since === undefined ? empty : sql`and d.created_at >= ${query.since}::timestamptz`}`;
  const [rows, counted] = await Promise.all([
    db.list<DeliveryRow>(
      sql`select ${columns} from ${from} where ${where} ${orderBy(query.sort, SORTABLE)} ${limitOffset(windowOf(query))}`,
    ),
    db.listFirst<{ total: number }>(sql`select count(*)::int as total from webhook_deliveries d where ${where}`),
  ]);
  return { rows, total: counted?.total ?? 0 };
}

export interface DeliveryPlace {
  readonly organizationId: string;
  readonly endpointId: string;
  readonly deliveryId: string;
}

/** With the time of the reading. */
export async function findDelivery(
  db: Database,
  { organizationId, endpointId, deliveryId }: DeliveryPlace,
): Promise<(DeliveryRow & { now: Date }) | undefined> {
  return db.findFirst(sql`select ${columns}, date_trunc('milliseconds', now()) as now from ${from}
    where w.organization_id = ${organizationId}::uuid and w.id = ${endpointId} and d.id = ${deliveryId} and d.${kept}`);
}

/**
 * Makes it due at the instant of the reading, on a fresh plan of retries, where it still stands as it was read. An attempt under way
 * goes on.
 */
export function renewDelivery(organizationId: string, read: DeliveryRow & { now: Date }): (guard: Sql) => Sql {
  return (guard) => sql`effect as (
    update webhook_deliveries set status = 'PENDING', next_attempt_at = ${read.now}::timestamptz, first_attempt_at = null, retries = 0,
      leased_until = case when status = 'PENDING' then leased_until end
    where organization_id = ${organizationId}::uuid and id = ${read.id} and status = ${read.status}
      and attempts = ${read.attempts}::int and ${kept} and ${guard}
    returning id, pg_notify(${DELIVERIES_CHANNEL}, ''))`;
}

export interface TestMessage {
  readonly id: string;
  readonly deliveryId: string;
  readonly type: string;
  /** JSON, sent as it is. */
  readonly data: string;
}

/** A message of no event, for one endpoint whatever its subscription, and not among those that can be pulled. */
export function insertTest(endpoint: EndpointRow, message: TestMessage): (guard: Sql) => Sql {
  const { id, deliveryId, type, data } = message;
  const envelope = envelopeOf({
    id: sql`${id}::text`,
    type: sql`${type}::text`,
    source: sql`'API'::text`,
    createdAt: sql`${endpoint.now}::timestamptz`,
    organizationId: sql`organization_id`,
    data: sql`${data}::text`,
  });
  return (guard) => sql`place as materialized (
      select id, organization_id from webhook_endpoints
      where organization_id = ${endpoint.organization_id}::uuid and id = ${endpoint.id} and ${guard} for key share),
    message as (
      insert into webhook_messages (id, organization_id, type, body, created_at, list_position)
      select ${id}, organization_id, ${type}, ${envelope}, ${endpoint.now}::timestamptz, null from place),
    effect as (
      insert into webhook_deliveries (id, organization_id, endpoint_id, message_id, event_type, is_test, next_attempt_at, created_at)
      select ${deliveryId}, organization_id, id, ${id}, ${type}, true, ${endpoint.now}::timestamptz, ${endpoint.now}::timestamptz from place
      returning id, pg_notify(${DELIVERIES_CHANNEL}, ''))`;
}
