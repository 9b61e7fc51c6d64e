import sql from 'sql-template-tag';
import { dataOf, envelopeOf, instantOf } from '../../../core/events/index.ts';
import { DeliveryFailedTerminal, EndpointAutoPaused } from './events.ts';

const autoPaused = dataOf(EndpointAutoPaused, {
  endpointId: sql`id`,
  reason: sql`reason`,
  consecutiveFailures: sql`failures`,
  // None where it said it is gone and took the delivery after that in the same batch.
  failingSince: instantOf(sql`coalesce(failing_since, now())`),
  pausedAt: instantOf(sql`now()`),
});

const failedTerminal = dataOf(DeliveryFailedTerminal, {
  endpointId: sql`endpoint_id`,
  deliveryId: sql`id`,
  eventId: sql`message_id`,
  eventType: sql`event_type`,
  attempts: sql`attempts`,
  httpStatus: sql`http_status`,
  failedAt: instantOf(sql`now()`),
});

const envelope = envelopeOf({
  id: sql`message_id`,
  type: sql`type`,
  source: sql`'SYSTEM'::text`,
  createdAt: sql`now()`,
  organizationId: sql`organization_id`,
  data: sql`data`,
});

/**
 * Of the statement that settles deliveries: the two events about endpoints, to be pulled, and to the active endpoints that want them.
 * What fails of these raises none itself: no echo without end.
 */
export const metaParts = sql`fact as materialized (
      select 'evt_' || replace(gen_random_uuid()::text, '-', '') as message_id, f.* from (
      select organization_id, id as endpoint_id, ${EndpointAutoPaused.name}::text as type, ${autoPaused} as data
      from paused
      union all
      select organization_id, endpoint_id, ${DeliveryFailedTerminal.name}::text, ${failedTerminal}
      from settled where result = 'over' and event_type not in (${EndpointAutoPaused.name}, ${DeliveryFailedTerminal.name})) f),
    listener as materialized (
      select f.*, w.id as listener_id
      from fact f
      join webhook_endpoints w on w.organization_id = f.organization_id and w.status = 'ACTIVE' and w.events && array[f.type, 'webhook.*']
        and w.id not in (select id from paused)),
    meta_message as (
      insert into webhook_messages (id, organization_id, type, body)
      select message_id, organization_id, type, ${envelope}
      from fact),
    meta_delivery as (
      insert into webhook_deliveries (id, organization_id, endpoint_id, message_id, event_type, next_attempt_at)
      select 'del_' || replace(gen_random_uuid()::text, '-', ''), organization_id, listener_id, message_id, type, now() from listener
      returning id)`;
