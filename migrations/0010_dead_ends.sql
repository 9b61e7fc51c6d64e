-- When the visitor of an expired link last asked for a new one, and when misuse was last reported: each counts once in 24 hours.
alter table invitations add column new_link_asked_at timestamptz, add column misuse_reported_at timestamptz;

-- What a visitor wrote for the operator, sealed; emptied as soon as the mail has come to an end.
alter table mails add column sealed_report bytea;

alter table mails drop constraint mails__kind;
alter table mails add constraint mails__kind
  check (kind in ('INVITATION', 'REMINDER', 'RECEIPT', 'NEW_LINK_REQUEST', 'ABUSE_REPORT'));
