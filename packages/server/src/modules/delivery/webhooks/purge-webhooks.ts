import sql from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { inBatches, type PeriodicTask } from '../../../platform/jobs/index.ts';

const BATCH = 1_000;
const TEN_MINUTES_MS = 600_000;
const KEPT = sql`now() - interval '30 days'`;

/** Thirty days of history (contract 6): deliveries with their attempts, held ones too, then what they told, then the facts themselves. */
export function webhookJobs({ db }: { readonly db: Database }): PeriodicTask[] {
  return [
    {
      name: 'webhooks.purge',
      everyMs: TEN_MINUTES_MS,
      async run(signal) {
        for (const purge of [purgeDeliveries, purgeMessages, purgeEvents]) {
          await inBatches(BATCH, signal, (size) => purge(db, size));
        }
      },
    },
  ];
}

async function purgeDeliveries(db: Database, limit: number): Promise<number> {
  const rows = await db.write(sql`delete from webhook_deliveries where id in (
      select id from webhook_deliveries where created_at < ${KEPT} limit ${limit}::int for update skip locked)
    returning 1`);
  return rows.length;
}

/** A replay may have made a delivery younger than its message. */
async function purgeMessages(db: Database, limit: number): Promise<number> {
  const rows = await db.write(sql`delete from webhook_messages where id in (
      select m.id from webhook_messages m
      where m.created_at < ${KEPT} and not exists (select from webhook_deliveries d where d.message_id = m.id)
      limit ${limit}::int for update skip locked)
    returning 1`);
  return rows.length;
}

/** Works across sellers. An event that nobody has looked at yet stays. */
async function purgeEvents(db: Database, limit: number): Promise<number> {
  const rows = await db.write(sql`delete from events where id in (
      select e.id from events e
      where e.created_at < ${KEPT} and e.published_at is not null and not exists (select from webhook_messages m where m.event_id = e.id)
      limit ${limit}::int for update skip locked)
    returning 1`);
  return rows.length;
}
