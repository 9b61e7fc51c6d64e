-- Whose events these are, for those who deliver them: what is about a seller rests while its receiver may not act for him. Made by `core`.
create view event_sellers as select id, seller_id from events;

-- An invitation of which the operator erased what it held of people: its facts stay, and nothing of it can come back.
alter table invitations
  add column erased_at timestamptz,
  drop constraint invitations__kyc_has_buyer,
  add constraint invitations__kyc_has_buyer
    check ((kind = 'KYC') = (buyer_id is not null and (recipient_email is not null or erased_at is not null))),
  add constraint invitations__erased check (erased_at is null
    or (status in ('USED', 'REVOKED') and num_nonnulls(recipient_email, label, message, redirect_url) = 0));

create or replace view invitation_facts as
  select id, seller_id, buyer_id, organization_id, kind, invitation_status(status, expires_at) as status, recipient_email, label, locale,
    message, requested_documents, redirect_url, link_kid, link_version, expires_at, opened_at, new_link_asked_at, misuse_reported_at,
    erased_at
  from invitations;

-- What rests with a withdrawn grant is set aside, so that no claim walks over it each second: for whom. A claim asks all the same.
alter table webhook_deliveries add column held_seller_id uuid;
drop index webhook_deliveries__due;
create index webhook_deliveries__due on webhook_deliveries (endpoint_id, next_attempt_at, position)
  where status = 'PENDING' and held_seller_id is null;
create index webhook_deliveries__held on webhook_deliveries (organization_id, held_seller_id) where held_seller_id is not null;
