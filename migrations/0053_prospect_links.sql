-- Links that a seller publishes, and what their visitors send (decision 0056).
alter table invitations
  add column max_uses integer,
  add column prospect_types text[],
  add constraint invitations__of_links check (kind = 'PROSPECT' or num_nonnulls(max_uses, prospect_types) = 0),
  add constraint invitations__max_uses check (max_uses between 1 and 10000 and usage_count <= max_uses),
  add constraint invitations__prospect_types check (prospect_types <@ array['COMPANY', 'CONSUMER'] and cardinality(prospect_types) > 0);

-- A visitor's own place on a link, once he has proved his address: what his draft hangs on. It counts against `max_uses` until it lapses.
create table link_places (
  id uuid primary key,
  seller_id uuid not null references sellers (id),
  invitation_id uuid not null references invitations (id),
  -- Keyed: nobody finds an address in it.
  address_hash bytea not null,
  requested_documents text[] not null default '{}',
  reserved_until timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now(),
  constraint link_places__one unique (invitation_id, address_hash)
);
create index link_places__reserved on link_places (invitation_id, reserved_until) where used_at is null;
create index link_places__idle on link_places (reserved_until) where used_at is null;

-- Takes its own look at the rows, behind a lock that was waited for.
create function places_reserved(the_invitation_id uuid, but_for uuid) returns bigint language sql volatile as
  $$ select count(*) from link_places where invitation_id = the_invitation_id and used_at is null and reserved_until > now() and id is distinct from but_for $$;

create or replace view invitation_facts as
  select id, seller_id, buyer_id, organization_id, kind, invitation_status(status, expires_at) as status, recipient_email, label, locale, message,
    requested_documents, redirect_url, link_kid, link_version, expires_at, opened_at, new_link_asked_at, misuse_reported_at, erased_at,
    max_uses, usage_count, prospect_types
  from invitations;

create view link_place_facts as
  select id, seller_id, invitation_id, address_hash, requested_documents, reserved_until, used_at from link_places;

-- A draft hangs on an invitation, or on a place: `invitation_id` of these is the id of either. Whoever writes them holds its row locked.
alter table kyc_files
  drop constraint if exists kyc_files_invitation_id_fkey,
  drop constraint if exists kyc_files_removed_from_invitation_id_fkey;
alter table kyc_not_supplied drop constraint if exists kyc_not_supplied_invitation_id_fkey;
alter table uploads drop constraint if exists uploads_invitation_id_fkey;
comment on column kyc_files.invitation_id is 'hangs on invitations or link_places';
comment on column kyc_files.removed_from_invitation_id is 'hangs on invitations or link_places';
comment on column kyc_not_supplied.invitation_id is 'hangs on invitations or link_places';
comment on column uploads.invitation_id is 'hangs on invitations or link_places';

create table prospects (
  -- That of the place.
  id uuid primary key references link_places (id),
  seller_id uuid not null references sellers (id),
  invitation_id uuid not null references invitations (id),
  status text not null default 'DRAFT',
  type text,
  language text not null,
  -- Contact, and of a CONSUMER name and address: no person stands in the open.
  sealed_person bytea not null,
  company_name text,
  vat_number text,
  street text,
  post_code text,
  city text,
  country text,
  submission_id uuid,
  privacy_notice_version text,
  submitted_at timestamptz,
  decided_at timestamptz,
  buyer_id uuid,
  decline_reason text,
  vies_result text,
  vies_checked_at timestamptz,
  -- When it was said that an undecided one goes.
  end_told_at timestamptz,
  list_position bigint not null default next_list_position(),
  created_at timestamptz not null default now(),
  constraint prospects__buyer foreign key (seller_id, buyer_id) references buyers (seller_id, id),
  constraint prospects__type check (type in ('COMPANY', 'CONSUMER')),
  constraint prospects__status check (status in ('DRAFT', 'SUBMITTED', 'CONVERTED', 'DECLINED')),
  constraint prospects__submitted check ((status = 'DRAFT') = (num_nulls(type, submission_id, privacy_notice_version, submitted_at) > 0)),
  constraint prospects__decided check ((status in ('CONVERTED', 'DECLINED')) = (decided_at is not null)),
  constraint prospects__converted check ((status = 'CONVERTED') = (buyer_id is not null)),
  constraint prospects__declined check ((status = 'DECLINED') = (decline_reason is not null)),
  constraint prospects__company check (type is distinct from 'CONSUMER' or num_nonnulls(company_name, vat_number, street, post_code, city, country) = 0),
  constraint prospects__vies_result check (vies_result in ('VALID', 'INVALID', 'UNKNOWN'))
);
create index prospects__by_submitted on prospects (seller_id, submitted_at desc, id) where status <> 'DRAFT';
create index prospects__by_position on prospects (seller_id, list_position, id) where status <> 'DRAFT';
create index prospects__of_link on prospects (seller_id, invitation_id, submitted_at desc, id) where status <> 'DRAFT';
create index prospects__by_vat_number on prospects (seller_id, vat_number, submitted_at desc, id) where status <> 'DRAFT' and vat_number is not null;
create index prospects__of_buyer on prospects (seller_id, buyer_id) where buyer_id is not null;
create index prospects__undecided on prospects (submitted_at) where status = 'SUBMITTED';

create view prospect_facts as
  select id, seller_id, invitation_id, status, type, language, sealed_person, company_name, vat_number, street, post_code, city, country,
    submission_id, privacy_notice_version, submitted_at, buyer_id
  from prospects;

-- The proof that an address is a visitor's own: one code at a time for an address on a link.
create table prospect_codes (
  invitation_id uuid not null references invitations (id),
  address_hash bytea not null,
  code_hash bytea not null,
  tries_left integer not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  -- Somebody entered it: he has the address.
  proved_at timestamptz,
  constraint prospect_codes_pkey primary key (invitation_id, address_hash)
);
create index prospect_codes__old on prospect_codes (expires_at);
create index prospect_codes__unproved on prospect_codes (invitation_id, sent_at) where proved_at is null;

-- A link that is under attack sends no codes to new addresses for a while.
create table prospect_pauses (
  invitation_id uuid primary key references invitations (id),
  paused_until timestamptz not null
);

create view prospect_pause_facts as
  select invitation_id, paused_until from prospect_pauses where paused_until > now();

-- Readings of people who are no buyers.
alter table pii_access_log alter column buyer_id drop not null;
