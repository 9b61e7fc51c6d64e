import sql from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { inBatches, type PeriodicTask } from '../../../platform/jobs/index.ts';
import { mayBeTold } from './may-be-told.ts';

const BATCH = 1_000;
const TEN_SECONDS_MS = 10_000;

/** For a claim only, which would walk over what rests each time: whether a delivery may be told, it asks all the same. */
export function holdJobs({ db }: { readonly db: Database }): PeriodicTask[] {
  return [
    {
      name: 'webhooks.hold',
      everyMs: TEN_SECONDS_MS,
      async run(signal) {
        for (const step of [releaseDeliveries, holdDeliveries])
          await inBatches(BATCH, signal, (size) => step(db, size));
      },
    },
  ];
}

/** Sets aside what is due and may not be told. Of each endpoint those that a claim would meet first are looked at: behind others they are in nobody's way. */
async function holdDeliveries(db: Database, limit: number): Promise<number> {
  const rows = await db.write(sql`/* across sellers: the delivery worker serves all endpoints */
    with resting as materialized (
      select d.id, s.seller_id
      from webhook_endpoints w
      cross join lateral (
        select d.id, d.organization_id, d.message_id from webhook_deliveries d
        where d.endpoint_id = w.id and d.status = 'PENDING' and d.held_seller_id is null and d.next_attempt_at <= now()
        order by d.next_attempt_at, d.position limit ${limit}::int) d
      join webhook_messages m on m.id = d.message_id
      join event_sellers s on s.id = m.event_id
      where w.status = 'ACTIVE' and w.organization_id in (select id from acting_organizations) and not ${mayBeTold}
      limit ${limit}::int),
    mine as materialized (select id from webhook_deliveries where id in (select id from resting) for update skip locked)
    update webhook_deliveries d set held_seller_id = resting.seller_id from resting join mine using (id)
    where d.id = resting.id and d.status = 'PENDING' returning 1`);
  return rows.length;
}

async function releaseDeliveries(db: Database, limit: number): Promise<number> {
  const rows = await db.write(sql`/* across sellers: the delivery worker serves all endpoints */
    update webhook_deliveries set held_seller_id = null where id in (
      select d.id from webhook_deliveries d
      where d.held_seller_id is not null and exists (
        select from acting_grants g where g.organization_id = d.organization_id and g.seller_id = d.held_seller_id)
      limit ${limit}::int for update skip locked)
    returning 1`);
  return rows.length;
}
