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
      select w.recipient, array[now()] from written w order by w.recipient
      on conflict (recipient) do update set mailed_at = (r.mailed_at || mail_turn(r.mailed_at))[greatest(1, cardinality(r.mailed_at) - 8):]
      returning r.recipient, nullif(r.mailed_at[cardinality(r.mailed_at)], now()) as at),
    recipient_count as (insert into mail_recipients as r (recipient, mailed_at)
      select w.recipient_of_organization, array[now()] from written w order by w.recipient_of_organization
      on conflict (recipient) do update set mailed_at = (r.mailed_at || now())[greatest(1, cardinality(r.mailed_at) - 8):]
      where mail_turn_is_now(r.mailed_at)),
    -- Few wait, mostly none: cheaper to look up than to join.
    turns as materialized (select jsonb_object_agg(encode(recipient, 'hex'), at) as late from recipient_turn where at is not null),
    mail as (insert into mails (id, kind, subject_kind, subject_id, subject_version, about, not_before)
      select w.mail_id, w.mail_kind, w.mail_subject_kind, w.mail_subject_id, w.mail_subject_version, w.mail_about,
        (turns.late->>encode(w.recipient, 'hex'))::timestamptz
      from written w cross join turns
      returning id, not_before)`,
  jobs: sql`select w.mail_task as task, w.mail_payload::json as payload, w.mail_max_attempts as max_attempts, m.not_before as run_at
    from mail m join written w on w.mail_id = m.id`,
};
