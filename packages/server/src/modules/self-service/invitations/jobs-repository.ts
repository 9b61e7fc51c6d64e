import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { mayInviterAct } from '../../parties/organizations/index.ts';

/** Statements of the clock's own work. They look across sellers, since no caller stands behind them. */

export interface DueReminder {
  id: string;
  seller_id: string;
  reminders_sent: number;
  link_version: number;
  next_reminder_at: Date;
  expires_at: Date;
  now: Date;
}

/** The next end, and the next reminder. */
export const nextOfInvitations: readonly Sql[] = [
  sql`/* across sellers: the clock's own work */ select min(expires_at) from invitations where status = 'ACTIVE' and expires_at > now()`,
  sql`/* across sellers: the clock's own work */ select min(next_reminder_at) from invitations where status = 'ACTIVE' and next_reminder_at > now()`,
];

/** None on a weekend: what was missed before it waits for Monday. */
export function listDueReminders(db: Database, limit: number): Promise<DueReminder[]> {
  return db.read(sql`/* across sellers: the clock's own work */ select i.id, i.seller_id, i.reminders_sent, i.link_version, i.next_reminder_at, i.expires_at, date_trunc('milliseconds', now()) as now
    from invitations i join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
    where i.status = 'ACTIVE' and i.next_reminder_at <= now() and i.expires_at > now() and i.reminders_sent < 4 and b.status = 'ACTIVE'
      and ${mayInviterAct}
      and extract(isodow from now() at time zone 'UTC') < 6
    order by i.next_reminder_at limit ${limit}::int`);
}

/** Takes the reminder, where it is still due as it was read and nobody else is at it. */
export function remind(due: DueReminder, nextAt: Date | null): (guard: Sql) => Sql {
  return (guard) => sql`taken as (
      select i.id, i.seller_id from invitations i
      where i.id = ${due.id}::uuid and i.seller_id = ${due.seller_id}::uuid and i.status = 'ACTIVE' and i.expires_at > now()
        and i.reminders_sent = ${due.reminders_sent}::int and i.link_version = ${due.link_version}::int
        and date_trunc('milliseconds', i.next_reminder_at) = ${due.next_reminder_at}::timestamptz and ${guard}
      for update skip locked),
    effect as (
      update invitations i set reminders_sent = i.reminders_sent + 1, next_reminder_at = ${nextAt}::timestamptz,
        last_mail_at = ${due.now}::timestamptz
      from taken where i.seller_id = taken.seller_id and i.id = taken.id returning i.id)`;
}
