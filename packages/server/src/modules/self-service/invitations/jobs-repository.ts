import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { dropFiles } from '../../files/index.ts';
import { KYC_FILE } from '../../kyc/documents/index.ts';

/** Statements of the clock's own work. They look across sellers, since no caller stands behind them. */

export interface DueReminder {
  id: string;
  seller_id: string;
  reminders_sent: number;
  next_reminder_at: Date;
  expires_at: Date;
  now: Date;
}

/** None on a weekend: what was missed before it waits for Monday. */
export function listDueReminders(db: Database, limit: number): Promise<DueReminder[]> {
  return db.read(sql`select i.id, i.seller_id, i.reminders_sent, i.next_reminder_at, i.expires_at, date_trunc('milliseconds', now()) as now
    from invitations i join buyers b on b.seller_id = i.seller_id and b.id = i.buyer_id
    where i.status = 'ACTIVE' and i.next_reminder_at <= now() and i.expires_at > now() and i.reminders_sent < 4 and b.status = 'ACTIVE'
      and extract(isodow from now() at time zone 'UTC') < 6
    order by i.next_reminder_at limit ${limit}::int`);
}

/** Takes the reminder, where it is still due as it was read and nobody else is at it, and adds its mail. */
export function remind(due: DueReminder, nextAt: Date | null, mailId: string): (guard: Sql) => Sql {
  return (guard) => sql`taken as (
      select i.id from invitations i
      where i.id = ${due.id}::uuid and i.seller_id = ${due.seller_id}::uuid and i.status = 'ACTIVE' and i.expires_at > now()
        and i.reminders_sent = ${due.reminders_sent}::int
        and date_trunc('milliseconds', i.next_reminder_at) = ${due.next_reminder_at}::timestamptz and ${guard}
      for update skip locked),
    effect as (
      update invitations i set reminders_sent = i.reminders_sent + 1, next_reminder_at = ${nextAt}::timestamptz,
        last_mail_at = ${due.now}::timestamptz
      from taken where i.id = taken.id returning i.id, i.link_version),
    mail as (insert into mails (id, invitation_id, kind, link_version)
      select ${mailId}::uuid, effect.id, 'REMINDER', effect.link_version from effect)`;
}

/** Drafts of revoked invitations, across sellers: with the rows of their files; the bytes go with the next sweep of the files. */
export async function purgeRevokedDrafts(db: Database, limit: number): Promise<number> {
  const rows = await db.write(sql`with revoked as (
      select i.id from invitations i where i.status = 'REVOKED'
        and (exists (select from kyc_drafts d where d.invitation_id = i.id) or exists (select from kyc_files f where f.invitation_id = i.id))
      limit ${limit}::int for update skip locked),
    draft as (delete from kyc_drafts d using revoked where d.invitation_id = revoked.id),
    file as (delete from kyc_files f using revoked where f.invitation_id = revoked.id returning f.id),
    stored as (${dropFiles(KYC_FILE, sql`select id from file`).statement})
    select id from revoked`);
  return rows.length;
}
