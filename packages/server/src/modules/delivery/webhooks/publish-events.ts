import sql from 'sql-template-tag';
import { envelopeOf, takeUnpublished, TOLD_CHANNEL } from '../../../core/events/index.ts';
import type { Database } from '../../../platform/db/database.ts';

/** Tells the workers of this and other processes that there are deliveries. */
export const DELIVERIES_CHANNEL = 'nt24_deliveries';

const envelope = envelopeOf({
  id: sql`n.message_id`,
  type: sql`t.type`,
  source: sql`t.source`,
  createdAt: sql`t.created_at`,
  organizationId: sql`n.organization_id`,
  sellerId: sql`t.seller_id`,
  data: sql`t.data`,
});

/**
 * Tells up to `limit` events, the oldest first: for every organization with a grant on the seller one message with its envelope, which
 * can be pulled, and a delivery to each endpoint of it that wants to know. A paused one's deliveries are held, a disabled one gets
 * none. Several at once share the events.
 * @returns how many events were taken
 */
export async function publishEvents(db: Database, limit: number): Promise<number> {
  const row = await db.writeFirst<{ taken: number }>(sql`/* across sellers: told to all who may hear of it */
    with ${takeUnpublished(limit)},
    named as materialized (
      select t.id as event_id, a.organization_id, 'evt_' || replace(gen_random_uuid()::text, '-', '') as message_id
      from taken t join seller_audiences a on a.seller_id = t.seller_id),
    wanted as materialized (
      select n.event_id, n.organization_id, w.id as endpoint_id
      from named n
      join taken t on t.id = n.event_id
      join webhook_endpoints w on w.organization_id = n.organization_id and w.status <> 'DISABLED'
        and (w.partner_ids is null or t.seller_id = any(w.partner_ids))
        and w.events && array[t.type, split_part(t.type, '.', 1) || '.*']
      -- An endpoint that is being deleted waits, or is left out.
      for key share of w),
    -- The same for all of one transaction, and not cheap: asked for once.
    place as materialized (select next_list_position() as list_position),
    message as (
      insert into webhook_messages (id, organization_id, event_id, type, body, list_position)
      select n.message_id, n.organization_id, t.id, t.type, ${envelope}, (select list_position from place)
      from named n join taken t on t.id = n.event_id
      order by t.created_at, t.id),
    delivery as (
      insert into webhook_deliveries (id, organization_id, endpoint_id, message_id, event_type, next_attempt_at)
      select 'del_' || replace(gen_random_uuid()::text, '-', ''), n.organization_id, p.endpoint_id, n.message_id, t.type, now()
      from wanted p join named n using (event_id, organization_id) join taken t on t.id = p.event_id
      order by t.created_at, t.id
      returning id)
    select (select count(*)::int from taken) as taken,
      case when exists (select from delivery) then pg_notify(${DELIVERIES_CHANNEL}, '') end,
      case when exists (select from named) then pg_notify(${TOLD_CHANNEL}, '') end`);
  return row?.taken ?? 0;
}
