import sql from 'sql-template-tag';
import { purgeEvents } from '../../../core/events/index.ts';
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
        for (const purge of [purgeDeliveries, purgeMessages, purgeToldEvents]) {
          await inBatches(BATCH, signal, (size) => purge(db, size));
        }
      },
    },
  ];
}

async function purgeDeliveries(db: Database, limit: number): Promise<number> {
  const rows = await db.write(sql`/* across sellers: what is over thirty days old goes */
    delete from webhook_deliveries where id in (
      select id from webhook_deliveries where created_at < ${KEPT} limit ${limit}::int for update skip locked)
    returning 1`);
  return rows.length;
}

/** A replay may have made a delivery younger than its message. */
async function purgeMessages(db: Database, limit: number): Promise<number> {
  const rows = await db.write(sql`/* across sellers: what is over thirty days old goes */
    delete from webhook_messages where id in (
      select m.id from webhook_messages m
      where m.created_at < ${KEPT} and not exists (select from webhook_deliveries d where d.message_id = m.id)
      limit ${limit}::int for update skip locked)
    returning 1`);
  return rows.length;
}

/** A message refers to what it tells. */
function purgeToldEvents(db: Database, limit: number): Promise<number> {
  return purgeEvents(
    db,
    limit,
    (eventId) => sql`exists (select from webhook_messages m where m.event_id = ${eventId})`,
  );
}
