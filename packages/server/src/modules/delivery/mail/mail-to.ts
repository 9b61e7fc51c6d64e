import sql from 'sql-template-tag';
import type { SharedPart } from '../../../core/write/index.ts';

/**
 * Behind an effect that many requests share: one mail for each, to an address of somebody's choice (`queueMailTo`). It counts there and,
 * where many write to it, waits its turn; where another write was faster and it is one too many, all is undone, and its request is stale.
 */
export const mailTo: SharedPart = {
  names: sql`mail_id, mail_task, mail_payload, mail_max_attempts, mail_kind, mail_subject_kind, mail_subject_id, mail_subject_version, mail_about, recipient, recipient_of_organization`,
  types: ['uuid', 'text', 'jsonb', 'smallint', 'text', 'text', 'text', 'int', 'jsonb', 'bytea', 'bytea'],
  ctes: sql`recipient_turn as (insert into mail_recipients as r (recipient, mailed_at)
      select h.recipient, array[now()] from held h join effect e on e.n = h.n order by h.recipient
      on conflict (recipient) do update set mailed_at = (r.mailed_at || mail_turn(r.mailed_at))[greatest(1, cardinality(r.mailed_at) - 8):]
      returning r.recipient, nullif(r.mailed_at[cardinality(r.mailed_at)], now()) as at),
    recipient_count as (insert into mail_recipients as r (recipient, mailed_at)
      select h.recipient_of_organization, array[now()] from held h join effect e on e.n = h.n order by h.recipient_of_organization
      on conflict (recipient) do update set mailed_at = (r.mailed_at || now())[greatest(1, cardinality(r.mailed_at) - 8):]
      where mail_turn_is_now(r.mailed_at)),
    mail as (insert into mails (id, kind, subject_kind, subject_id, subject_version, about, not_before)
      select h.mail_id, h.mail_kind, h.mail_subject_kind, h.mail_subject_id, h.mail_subject_version, h.mail_about, t.at
      from held h join effect e on e.n = h.n join recipient_turn t on t.recipient = h.recipient
      returning id, not_before)`,
  jobs: sql`select h.mail_task as task, h.mail_payload::json as payload, h.mail_max_attempts as max_attempts, m.not_before as run_at
    from mail m join held h on h.mail_id = m.id`,
};
