import sql from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { mayBeTold } from './may-be-told.ts';

/** One attempt to be made, with what it needs. */
export interface ClaimedDelivery {
  id: string;
  fence: string;
  endpoint_id: string;
  message_id: string;
  url: string;
  sealed_secret: Buffer;
  body: Buffer;
  retries: number;
  /** From the plan's first attempt to this claim; 0 where this is the first. */
  elapsed_ms: number;
  is_test: boolean;
}

export interface ClaimWish {
  /** In all, of each endpoint's first ones. */
  readonly limit: number;
  /** In all, of what is beyond them. */
  readonly extraLimit: number;
  /** An endpoint's first ones, and all that one has that is not known. */
  readonly perEndpoint: number;
  /** For an endpoint whose last attempt failed. */
  readonly perFailingEndpoint: number;
  /** What this process has under way already, and how much that may be. */
  readonly known: readonly { readonly endpointId: string; readonly underWay: number; readonly share: number }[];
  readonly leaseMs: number;
}

/**
 * Takes due deliveries of active endpoints of organizations that may act, but those about a seller for whom theirs may not, for each
 * endpoint the longest due first, and no more of one endpoint than its share: none can take the room of the others. Nobody else is given them until the lease ends; the fence, one higher with each claim, says who was
 * last.
 */
export function claimDeliveries(db: Database, wish: ClaimWish): Promise<ClaimedDelivery[]> {
  const { limit, extraLimit, perEndpoint, perFailingEndpoint, known, leaseMs } = wish;
  return db.write(sql`/* across sellers: the delivery worker serves all endpoints */
    with eager as materialized (
      select w.id, w.room, w.first_room, w.url, w.sealed_secret
      from (
        select e.id, e.url, e.sealed_secret, ${perEndpoint}::int - coalesce(k.under_way, 0) as first_room,
          case when e.consecutive_failures > 0 then ${perFailingEndpoint}::int else coalesce(k.share, ${perEndpoint}::int) end
            - coalesce(k.under_way, 0) as room
        from webhook_endpoints e
        left join unnest(${known.map(({ endpointId }) => endpointId)}::text[], ${known.map(({ underWay }) => underWay)}::int[],
          ${known.map(({ share }) => share)}::int[]) as k (id, under_way, share) on k.id = e.id
        where e.status = 'ACTIVE' and e.organization_id in (select id from acting_organizations)) w
      cross join lateral (
        select d.next_attempt_at from webhook_deliveries d
        where d.endpoint_id = w.id and d.status = 'PENDING' and d.held_seller_id is null and d.next_attempt_at <= now() and (d.leased_until is null or d.leased_until <= now())
          and ${mayBeTold}
        order by d.next_attempt_at, d.position limit 1) oldest
      where w.room > 0
      order by oldest.next_attempt_at limit ${limit + extraLimit}::int),
    due as materialized (
      select p.id, p.url, p.sealed_secret, p.place from (
        select d.id, d.position, d.place, eager.url, eager.sealed_secret, d.place > eager.first_room as is_extra,
          row_number() over (partition by d.place > eager.first_room order by d.place, d.position) as nth
        from eager cross join lateral (
          select d.id, d.position, row_number() over () as place from (
            select d.id, d.position from webhook_deliveries d
            where d.endpoint_id = eager.id and d.status = 'PENDING' and d.held_seller_id is null and d.next_attempt_at <= now()
              and (d.leased_until is null or d.leased_until <= now())
              and ${mayBeTold}
            order by d.next_attempt_at, d.position limit eager.room
            for update skip locked) d) d) p
      where p.nth <= case when p.is_extra then ${extraLimit}::int else ${limit}::int end),
    -- By their ids as an array, and each body by itself: as joins of so many they would be made by reading both tables whole.
    claimed as (
      update webhook_deliveries d set fence = d.fence + 1, leased_until = now() + ${leaseMs}::int * interval '1 millisecond'
      where d.id = any(array(select id from due)) and d.status = 'PENDING'
      returning d.id, d.position, d.fence, d.endpoint_id, d.message_id, d.retries, d.is_test,
        coalesce(extract(epoch from now() - d.first_attempt_at) * 1000, 0)::int as elapsed_ms)
    select c.id, c.fence, c.endpoint_id, c.message_id, due.url, due.sealed_secret, c.retries, c.elapsed_ms, c.is_test,
      (select m.body from webhook_messages m where m.id = c.message_id) as body
    from claimed c join due on due.id = c.id
    order by due.place, c.position`);
}

/** Gives back what was claimed and not tried. */
export async function releaseDeliveries(db: Database, deliveries: readonly ClaimedDelivery[]): Promise<void> {
  await db.write(sql`/* across sellers: the delivery worker serves all endpoints */
    update webhook_deliveries d set leased_until = null
    from unnest(${deliveries.map(({ id }) => id)}::text[], ${deliveries.map(({ fence }) => fence)}::bigint[]) as mine (id, fence)
    where d.id = mine.id and d.fence = mine.fence and d.status = 'PENDING'`);
}
