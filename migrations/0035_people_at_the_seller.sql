-- Those who look after buyers: they are told by mail when documents arrive, where the operator has switched it on, and send a new link
-- by a button in the mail that asks for one (docs/decisions/0040-people-at-the-seller.md).

alter table organizations
  add column mails_arrivals boolean not null default false,
  -- Null: these mails go to admin_email.
  add column arrival_email text;

-- Whom to tell when documents arrive: organizations that want it, and have somebody to be told.
create view arrival_contacts as
  select id as organization_id, coalesce(arrival_email, admin_email) as email
  from organizations where mails_arrivals and coalesce(arrival_email, admin_email) is not null;

-- CONTACT: somebody who has a mail that went to an organization's contact.
alter table audit_events drop constraint audit_events__actor_kind,
  add constraint audit_events__actor_kind check (actor_kind in ('CLIENT', 'BUYER', 'SYSTEM', 'OPERATOR', 'CONTACT'));
