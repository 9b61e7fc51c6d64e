import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../platform/db/database.ts';
import type { WaitingWork } from '../../platform/http/waiting-work.ts';

/** Told of whenever events were committed: the trigger on `events` says it; see migration 0011. */
export const EVENTS_CHANNEL = 'nt24_events';

/** Told of whenever organizations were told of events: they are there to be pulled. */
export const TOLD_CHANNEL = 'nt24_told';

/** Facts that nobody has published yet. */
export const waitingEvents: WaitingWork = {
  work: 'events',
  due: sql`/* across sellers: the operator's figures */ select created_at from events where published_at is null`,
};

/**
 * For the statement that publishes them, as its first common table expressions: `taken`, up to `limit` events, the oldest first, which
 * are published with it. Several at once share the events.
 */
export function takeUnpublished(limit: number): Sql {
  return sql`taken as materialized (
      select id, type, source, seller_id, data, created_at from events where published_at is null
      order by created_at, id limit ${limit}::int for update skip locked),
    -- By an array, which is looked up in the index; a join may read all events there are.
    marked as (update events set published_at = now() where id = any(array(select id from taken)))`;
}

/**
 * Removes published events of more than thirty days, but those that still refer to what is kept: `isKept` is a condition on the id of
 * one.
 */
export async function purgeEvents(db: Database, limit: number, isKept: (eventId: Sql) => Sql): Promise<number> {
  const rows = await db.write(sql`/* across sellers: what is over thirty days old goes */
    delete from events where id in (
      select e.id from events e
      where e.created_at < now() - interval '30 days' and e.published_at is not null and not ${isKept(sql`e.id`)}
      limit ${limit}::int for update skip locked)
    returning 1`);
  return rows.length;
}
