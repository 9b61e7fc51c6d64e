-- A mail is about something, said by a kind and an id; which kinds of mails and of subjects there are the modules say, so that a new one
-- needs no column and no constraint. The columns of before stay for processes of the release before; they go with a later one.
alter table mails
  add column subject_kind text,
  add column subject_id text,
  -- of the subject, where the mail is not wanted any more once that has another, such as a newer link
  add column subject_version integer,
  -- what the mail's lines in the audit trail speak of
  add column about jsonb not null default '{}',
  -- sealed by the module that queued it; emptied when the mail has come to an end
  add column sealed_facts bytea;
alter table mails
  drop constraint mails__kind,
  drop constraint mails__subject,
  drop constraint mails_invitation_id_fkey,
  drop constraint mails_endpoint_id_fkey;

update mails m set subject_kind = 'invitation', subject_id = i.id::text, subject_version = m.link_version, sealed_facts = m.sealed_report,
  about = jsonb_build_object('sellerId', i.seller_id, 'subjectId', i.id, 'invitationId', i.id)
from invitations i where i.id = m.invitation_id;
update mails set subject_kind = 'webhook', subject_id = endpoint_id,
  about = jsonb_build_object('details', jsonb_build_object('endpointId', endpoint_id))
where endpoint_id is not null;
alter table mails alter column subject_kind set not null, alter column subject_id set not null;
create index mails__of_subject on mails (subject_kind, subject_id);

-- Between the releases: what either writes, both can read. It goes with the columns of before.
create function fill_mail_subject() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if new.sealed_report is null or new.sealed_facts is null then
      new.sealed_report := null;
      new.sealed_facts := null;
    end if;
    return new;
  end if;
  new.sealed_facts := coalesce(new.sealed_facts, new.sealed_report);
  new.sealed_report := new.sealed_facts;
  if new.subject_kind = 'invitation' then
    new.invitation_id := new.subject_id::uuid;
    new.link_version := new.subject_version;
  elsif new.subject_kind = 'webhook' then
    new.endpoint_id := new.subject_id;
  elsif new.subject_kind is null and new.invitation_id is not null then
    new.subject_kind := 'invitation';
    new.subject_id := new.invitation_id::text;
    new.subject_version := new.link_version;
    new.about := coalesce((select jsonb_build_object('sellerId', i.seller_id, 'subjectId', i.id, 'invitationId', i.id)
      from invitations i where i.id = new.invitation_id), '{}');
  elsif new.subject_kind is null then
    new.subject_kind := 'webhook';
    new.subject_id := new.endpoint_id;
    new.about := jsonb_build_object('details', jsonb_build_object('endpointId', new.endpoint_id));
  end if;
  return new;
end $$;
create trigger mails__fill_subject before insert or update of sealed_report, sealed_facts on mails
  for each row execute function fill_mail_subject();

-- What the owners of tables show of them to other modules.
create view seller_facts as select id, name, country from sellers;

create view organization_facts as
  select id, slug, name, admin_email as contact_email, admin_email is not null as has_contact from organizations;

create view buyer_facts as
  select id, seller_id, status, kyc_mode, company_name, vat_number, street, post_code, city, country from buyers;

-- The status is the one by the clock.
create view invitation_facts as
  select id, seller_id, buyer_id, organization_id, kind, invitation_status(status, expires_at) as status, recipient_email, label, locale,
    message, requested_documents, redirect_url, link_kid, link_version, expires_at, opened_at, new_link_asked_at, misuse_reported_at
  from invitations;
