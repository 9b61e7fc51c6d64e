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

/** A replay may have made a delivery younger than its message. Of what can be pulled each organization's last one leaves a mark. */
async function purgeMessages(db: Database, limit: number): Promise<number> {
  const rows = await db.write(sql`/* across sellers: what is over thirty days old goes */
    with gone as (
      delete from webhook_messages where id in (
        select m.id from webhook_messages m
        where m.created_at < ${KEPT} and not exists (select from webhook_deliveries d where d.message_id = m.id)
        limit ${limit}::int for update skip locked)
      returning id, organization_id, list_position, stream_place),
    marked as (
      insert into event_stream_marks (organization_id, message_id, list_position, stream_place)
      select distinct on (organization_id) organization_id, id, list_position, stream_place from gone
      where list_position is not null order by organization_id, list_position desc, stream_place desc
      on conflict (organization_id) do update
      set message_id = excluded.message_id, list_position = excluded.list_position, stream_place = excluded.stream_place
      where (event_stream_marks.list_position, event_stream_marks.stream_place) < (excluded.list_position, excluded.stream_place))
    select from gone`);
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
