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
  /** In all. */
  readonly limit: number;
  readonly perEndpoint: number;
  /** For an endpoint whose last attempt failed. */
  readonly perFailingEndpoint: number;
  /** What this process has under way already, by endpoint. */
  readonly busy: ReadonlyMap<string, number>;
  readonly leaseMs: number;
}

/**
 * Takes due deliveries of active endpoints of organizations that may act, but those about a seller for whom theirs may not, for each
 * endpoint the longest due first, and no more of one endpoint than its share: none can take the room of the others. Nobody else is given them until the lease ends; the fence, one higher with each claim, says who was
 * last.
 */
export function claimDeliveries(db: Database, wish: ClaimWish): Promise<ClaimedDelivery[]> {
  const { limit, perEndpoint, perFailingEndpoint, busy, leaseMs } = wish;
  return db.write(sql`/* across sellers: the delivery worker serves all endpoints */
    with eager as materialized (
      select w.id, w.room, w.url, w.sealed_secret
      from (
        select e.id, e.url, e.sealed_secret,
          case when e.consecutive_failures > 0 then ${perFailingEndpoint}::int else ${perEndpoint}::int end - coalesce(b.count, 0) as room
        from webhook_endpoints e
        left join unnest(${[...busy.keys()]}::text[], ${[...busy.values()]}::int[]) as b (id, count) on b.id = e.id
        where e.status = 'ACTIVE' and e.organization_id in (select id from acting_organizations)) w
      cross join lateral (
        select d.next_attempt_at from webhook_deliveries d
        where d.endpoint_id = w.id and d.status = 'PENDING' and d.held_seller_id is null and d.next_attempt_at <= now() and (d.leased_until is null or d.leased_until <= now())
          and ${mayBeTold}
        order by d.next_attempt_at, d.position limit 1) oldest
      where w.room > 0
      order by oldest.next_attempt_at limit ${limit}::int),
    due as materialized (
      select d.id, eager.url, eager.sealed_secret, d.place
      from eager cross join lateral (
        select d.id, d.position, row_number() over () as place from (
          select d.id, d.position from webhook_deliveries d
          where d.endpoint_id = eager.id and d.status = 'PENDING' and d.held_seller_id is null and d.next_attempt_at <= now()
            and (d.leased_until is null or d.leased_until <= now())
            and ${mayBeTold}
          order by d.next_attempt_at, d.position limit eager.room
          for update skip locked) d) d
      order by d.place, d.position limit ${limit}::int),
    claimed as (
      update webhook_deliveries d set fence = d.fence + 1, leased_until = now() + ${leaseMs}::int * interval '1 millisecond'
      from due where d.id = due.id and d.status = 'PENDING'
      returning d.id, d.position, d.fence, d.endpoint_id, d.message_id, d.retries, d.is_test,
        coalesce(extract(epoch from now() - d.first_attempt_at) * 1000, 0)::int as elapsed_ms, due.url, due.sealed_secret, due.place)
    select c.id, c.fence, c.endpoint_id, c.message_id, c.url, c.sealed_secret, m.body, c.retries, c.elapsed_ms, c.is_test
    from claimed c join webhook_messages m on m.id = c.message_id
    order by c.place, c.position`);
}

/** Gives back what was claimed and not tried. */
export async function releaseDeliveries(db: Database, deliveries: readonly ClaimedDelivery[]): Promise<void> {
  await db.write(sql`/* across sellers: the delivery worker serves all endpoints */
    update webhook_deliveries d set leased_until = null
    from unnest(${deliveries.map(({ id }) => id)}::text[], ${deliveries.map(({ fence }) => fence)}::bigint[]) as mine (id, fence)
    where d.id = mine.id and d.fence = mine.fence and d.status = 'PENDING'`);
}
