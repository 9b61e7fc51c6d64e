import sql, { join, type Sql } from 'sql-template-tag';
import type { BoundMail, MailAbout, MailDeclaration } from '../../../core/mail/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Tables } from '../../../schema/tables.ts';

type MailColumns = 'id' | 'kind' | 'status' | 'subject_id' | 'sealed_facts' | 'created_at';

export interface MailRow extends Pick<Tables['mails'], MailColumns> {
  about: MailAbout;
  /** It still has something to say. Null: no module declares its kind. */
  is_wanted: boolean | null;
}

export interface NewMail {
  readonly id: string;
  readonly subjectId: string;
  readonly subjectVersion?: number;
  readonly sealedFacts?: Buffer;
  readonly about: MailAbout;
}

/** With the effect of the statement that it stands in. */
export function insertMail({ kind, subjectKind }: MailDeclaration, mail: NewMail): Sql {
  return sql`insert into mails (id, kind, subject_kind, subject_id, subject_version, sealed_facts, about)
    select ${mail.id}::uuid, ${kind}::text, ${subjectKind}::text, ${mail.subjectId}::text, ${mail.subjectVersion}::int,
      ${mail.sealedFacts}::bytea, ${JSON.stringify(mail.about)}::jsonb
    where exists (select from effect)`;
}

/**
 * For a statement that queues many: an insert, to stand in a CTE, of one mail for each row of `rows`, a select of `subject_id` (text) and
 * `about` (jsonb, as `MailAbout`). It gives out the mails' ids for `addMailJobs`.
 */
export function insertMails({ kind, subjectKind }: MailDeclaration, rows: Sql): Sql {
  return sql`insert into mails (id, kind, subject_kind, subject_id, about)
    select gen_random_uuid(), ${kind}::text, ${subjectKind}::text, r.subject_id, r.about from (${rows}) r returning id`;
}

/** A condition: a mail of this kind about the subject, queued at that time or later, has gone out or is going to. Both are expressions. */
export function isMailed(
  { kind, subjectKind }: MailDeclaration,
  { id, since }: { readonly id: Sql; readonly since: Sql },
): Sql {
  return sql`exists (select from mails m where m.subject_kind = ${subjectKind} and m.subject_id = ${id} and m.kind = ${kind}
        and m.created_at >= ${since} and m.status in ('QUEUED', 'SENDING', 'SENT'))`;
}

/** The modules' conditions stand in the arms of one `case`: only that of the mail's own kind is asked. */
export function findMail(db: Database, mailId: string, mails: readonly BoundMail[]): Promise<MailRow | undefined> {
  const arms = mails.map(({ kind, isWanted }) => sql`when ${kind} then ${isWanted}`);
  return db.findFirst(sql`select m.id, m.kind, m.status, m.subject_id, m.about, m.sealed_facts, m.created_at,
      case m.kind ${join(arms, ' ')} end as is_wanted
    from mails m where m.id = ${mailId}::uuid`);
}

/** False when the mail is not wanted any more, or no longer waits; of several at once one gets true. */
export async function claimMail(
  db: Database,
  mailId: string,
  { isWanted, isRepeatable }: { readonly isWanted: Sql; readonly isRepeatable: boolean },
): Promise<boolean> {
  const row = await db.writeFirst(sql`update mails m set status = 'SENDING', attempts = m.attempts + 1
    where m.id = ${mailId}::uuid and (m.status = 'QUEUED' or (${isRepeatable} and m.status = 'SENDING')) and ${isWanted}
    returning m.id`);
  return row !== undefined;
}

export async function cancelMail(db: Database, mailId: string): Promise<void> {
  await db.write(
    sql`update mails set status = 'CANCELLED', sealed_facts = null where id = ${mailId}::uuid and status in ('QUEUED', 'SENDING')`,
  );
}

/** Also where another process, which could not know better, took it for lost. */
export function markSent(mailId: string): (guard: Sql) => Sql {
  return (guard) => sql`effect as (update mails set status = 'SENT', sent_at = now(), sealed_facts = null
    where id = ${mailId}::uuid and status <> 'SENT' and ${guard} returning id)`;
}

export function markUnsent(mailId: string, status: 'QUEUED' | 'FAILED'): (guard: Sql) => Sql {
  return (guard) => sql`effect as (update mails set status = ${status},
      sealed_facts = case when ${status} = 'QUEUED' then sealed_facts end
    where id = ${mailId}::uuid and status in ('QUEUED', 'SENDING') and ${guard} returning id)`;
}

export function markRefused(mailId: string): (guard: Sql) => Sql {
  return (guard) => sql`effect as (update mails set status = 'FAILED', sealed_facts = null
    where id = ${mailId}::uuid and status in ('QUEUED', 'SENDING', 'SENT') and ${guard} returning id)`;
}

/** Ends what waits to be sent about the subject, with the effect of the statement that it stands in. */
export function cancelMailsAbout(subjectKind: string, subjectId: string): Sql {
  return sql`update mails set status = 'CANCELLED', sealed_facts = null
    where subject_kind = ${subjectKind} and subject_id = ${subjectId} and status = 'QUEUED' and exists (select from effect)`;
}

/** `subjects`: a select of their ids, as text. */
export function cancelMailsAboutAll(subjectKind: string, subjects: Sql): Sql {
  return sql`update mails set status = 'CANCELLED', sealed_facts = null
    where subject_kind = ${subjectKind} and status = 'QUEUED' and subject_id in (${subjects})`;
}

export async function listMailIds(db: Database, subjectKind: string, subjectId: string): Promise<string[]> {
  const rows = await db.read<{ id: string }>(
    sql`select id from mails where subject_kind = ${subjectKind} and subject_id = ${subjectId}`,
  );
  return rows.map(({ id }) => id);
}

export type MailFactsRow = Pick<Tables['mails'], 'id' | 'kind' | 'status' | 'attempts' | 'created_at' | 'sent_at'>;

/** What became of the mails about the subject; of those of the last ninety days. */
export function selectMailsAbout(db: Database, subjectKind: string, subjectId: string): Promise<MailFactsRow[]> {
  return db.read(sql`select id, kind, status, attempts, created_at, sent_at from mails
    where subject_kind = ${subjectKind} and subject_id = ${subjectId} order by created_at, id`);
}

/** Deletes up to `limit` mails of more than ninety days, whatever has become of them; a job for one that is gone does nothing. */
export async function purgeMails(db: Database, limit: number): Promise<number> {
  const rows = await db.write(sql`/* across sellers: what is over ninety days old goes */
    delete from mails where id in (
      select id from mails where created_at < now() - interval '90 days' limit ${limit}::int for update skip locked)
    returning 1`);
  return rows.length;
}
