-- Contacts of buyers are sealed at rest. Processes of the release before still write them in the open, and those that are there stand so:
-- a job seals what it finds (decision 0048). The open columns go with a later release.
alter table buyer_contacts
  add column sealed bytea,
  alter column first_name drop not null,
  alter column last_name drop not null,
  alter column email drop not null,
  add constraint buyer_contacts__sealed_or_open check (
    case when sealed is null then num_nulls(first_name, last_name, email) = 0 else num_nonnulls(first_name, last_name, email, phone) = 0 end),
  -- A buyer has so many at most, and two that are added at once do not both get the last place.
  add constraint buyer_contacts__places check (position between 1 and 50),
  add constraint buyer_contacts__place unique (seller_id, buyer_id, position);
drop index buyer_contacts__of_buyer;
create index buyer_contacts__open on buyer_contacts (id) where sealed is null;
