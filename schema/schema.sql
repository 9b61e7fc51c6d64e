-- What the migrations make, read back from the catalogue. Made by `npm run generate`; do not edit.

create table api_clients (
  client_id text not null,
  organization_id uuid not null,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint api_clients_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint api_clients_pkey PRIMARY KEY (client_id)
);
CREATE INDEX api_clients__by_organization ON public.api_clients USING btree (organization_id);

create table audit_events (
  id bigint not null generated always as identity,
  occurred_at timestamp with time zone not null default now(),
  action text not null,
  actor_kind text not null,
  actor_id text,
  organization_id uuid,
  seller_id uuid,
  subject_id uuid,
  invitation_id uuid,
  request_id uuid,
  details jsonb not null default '{}'::jsonb,
  constraint audit_events__actor_kind CHECK ((actor_kind = ANY (ARRAY['CLIENT'::text, 'BUYER'::text, 'SYSTEM'::text, 'OPERATOR'::text, 'CONTACT'::text]))),
  constraint audit_events_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_events__about_buyer ON public.audit_events USING btree (((details ->> 'buyerId'::text)), id) WHERE ((details ->> 'buyerId'::text) IS NOT NULL);
CREATE INDEX audit_events__of_invitation ON public.audit_events USING btree (invitation_id, id) WHERE (invitation_id IS NOT NULL);
CREATE INDEX audit_events__of_subject ON public.audit_events USING btree (subject_id, id) WHERE (invitation_id IS NULL);

create table brands (
  id uuid not null default gen_random_uuid(),
  organization_id uuid,
  seller_id uuid,
  name text,
  color text,
  logo bytea,
  logo_hash text,
  logo_width integer,
  logo_height integer,
  updated_at timestamp with time zone not null default now(),
  constraint brands__color_form CHECK ((color ~ '^#[0-9a-f]{6}$'::text)),
  constraint brands__of_organization UNIQUE (organization_id),
  constraint brands__of_seller UNIQUE (seller_id),
  constraint brands__one_owner CHECK ((num_nonnulls(organization_id, seller_id) = 1)),
  constraint brands__whole_logo CHECK ((num_nonnulls(logo, logo_hash, logo_width, logo_height) = ANY (ARRAY[0, 4]))),
  constraint brands_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint brands_pkey PRIMARY KEY (id),
  constraint brands_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id) ON DELETE CASCADE
);
CREATE INDEX brands__by_logo ON public.brands USING btree (logo_hash) WHERE (logo_hash IS NOT NULL);

create table buyer_changes (
  seller_id uuid not null,
  was_status text,
  was_created_at timestamp with time zone,
  was_updated_at timestamp with time zone,
  status text,
  created_at timestamp with time zone,
  updated_at timestamp with time zone
);

create table buyer_contacts (
  id uuid not null default gen_random_uuid(),
  seller_id uuid not null,
  buyer_id uuid not null,
  position integer not null,
  first_name text,
  last_name text,
  email text,
  phone text,
  created_at timestamp with time zone not null default now(),
  sealed bytea,
  constraint buyer_contacts__buyer FOREIGN KEY (seller_id, buyer_id) REFERENCES buyers(seller_id, id),
  constraint buyer_contacts__place UNIQUE (seller_id, buyer_id, "position"),
  constraint buyer_contacts__places CHECK ((("position" >= 1) AND ("position" <= 50))),
  constraint buyer_contacts__sealed_or_open CHECK (
CASE
    WHEN (sealed IS NULL) THEN (num_nulls(first_name, last_name, email) = 0)
    ELSE (num_nonnulls(first_name, last_name, email, phone) = 0)
END),
  constraint buyer_contacts_pkey PRIMARY KEY (id)
);
CREATE INDEX buyer_contacts__open ON public.buyer_contacts USING btree (id) WHERE (sealed IS NULL);

create table buyer_days (
  seller_id uuid not null,
  counted_by text not null,
  status text not null,
  day date not null,
  count bigint not null,
  constraint buyer_days__counted_by CHECK ((counted_by = ANY (ARRAY['CREATED'::text, 'UPDATED'::text]))),
  constraint buyer_days_pkey PRIMARY KEY (seller_id, counted_by, status, day),
  constraint buyer_days_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);

create table buyer_tallies (
  seller_id uuid not null,
  status text not null,
  count bigint not null,
  constraint buyer_tallies_pkey PRIMARY KEY (seller_id, status),
  constraint buyer_tallies_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);

create table buyers (
  id uuid not null,
  seller_id uuid not null,
  vat_number text not null,
  company_name text not null,
  address_id uuid not null,
  street text not null,
  post_code text not null,
  city text not null,
  country text not null,
  kyc_mode text not null,
  status text not null default 'ACTIVE'::text,
  version integer not null default 0,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  list_position bigint not null default next_list_position(),
  erased_at timestamp with time zone,
  erasure_reason text,
  constraint buyers__erased CHECK (((erased_at IS NULL) OR ((status = 'BLOCKED'::text) AND (company_name = ''::text) AND (street = ''::text) AND (post_code = ''::text) AND (city = ''::text)))),
  constraint buyers__kyc_mode CHECK ((kyc_mode = ANY (ARRAY['MARKETPLACE_LED'::text, 'NT24_LED'::text]))),
  constraint buyers__seller_scope UNIQUE (seller_id, id),
  constraint buyers__status CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'BLOCKED'::text]))),
  constraint buyers__vat_number_unique UNIQUE (seller_id, vat_number),
  constraint buyers_pkey PRIMARY KEY (id),
  constraint buyers_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);
CREATE INDEX buyers__by_created ON public.buyers USING btree (seller_id, status, created_at DESC, id);
CREATE INDEX buyers__by_name ON public.buyers USING btree (seller_id, status, company_name, id);
CREATE INDEX buyers__by_updated ON public.buyers USING btree (seller_id, status, updated_at DESC, id);
CREATE INDEX buyers__by_vat_number ON public.buyers USING btree (seller_id, status, vat_number, id);
CREATE INDEX buyers__in_order ON public.buyers USING btree (seller_id, status, list_position, id);

create table data_folders (
  only_one boolean not null default true,
  id uuid not null,
  marked_at timestamp with time zone,
  constraint data_folders__one CHECK (only_one),
  constraint data_folders_pkey PRIMARY KEY (only_one)
);

create table database_timelines (
  number integer not null,
  identity text not null,
  constraint database_timelines__number CHECK (((number >= 1) AND (number <= 3000))),
  constraint database_timelines_pkey PRIMARY KEY (number)
);

create table declaration_answers (
  file_id uuid not null,
  sealed bytea not null,
  constraint declaration_answers_file_id_fkey FOREIGN KEY (file_id) REFERENCES kyc_files(id) ON DELETE CASCADE,
  constraint declaration_answers_pkey PRIMARY KEY (file_id)
);

create table declaration_settings (
  organization_id uuid not null,
  is_on boolean not null default true,
  template jsonb,
  updated_at timestamp with time zone not null default now(),
  constraint declaration_settings_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint declaration_settings_pkey PRIMARY KEY (organization_id)
);

create table ended_sessions (
  id uuid not null,
  ended_at timestamp with time zone not null default now(),
  constraint ended_sessions_pkey PRIMARY KEY (id)
);
CREATE INDEX ended_sessions__by_time ON public.ended_sessions USING btree (ended_at);

create table event_stream_marks (
  organization_id uuid not null,
  message_id text not null,
  list_position bigint not null,
  stream_place bigint not null,
  constraint event_stream_marks_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint event_stream_marks_pkey PRIMARY KEY (organization_id)
);

create table events (
  id uuid not null default gen_random_uuid(),
  type text not null,
  source text not null,
  seller_id uuid not null,
  data jsonb not null,
  created_at timestamp with time zone not null default now(),
  published_at timestamp with time zone,
  constraint events__source CHECK ((source = ANY (ARRAY['API'::text, 'WEB_APP'::text, 'SYSTEM'::text]))),
  constraint events_pkey PRIMARY KEY (id),
  constraint events_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);
CREATE INDEX events__about_buyer ON public.events USING btree (((data ->> 'buyerUuid'::text))) WHERE (type ~~ 'kyc.%'::text);
CREATE INDEX events__by_age ON public.events USING btree (created_at, id);
CREATE INDEX events__to_publish ON public.events USING btree (created_at, id) WHERE (published_at IS NULL);

create table grants (
  organization_id uuid not null,
  seller_id uuid not null,
  created_at timestamp with time zone not null default now(),
  constraint grants_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint grants_pkey PRIMARY KEY (organization_id, seller_id),
  constraint grants_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);
CREATE INDEX grants__by_seller ON public.grants USING btree (seller_id);

create table idempotency_keys (
  organization_id uuid not null,
  key_hash bytea not null,
  fingerprint bytea not null,
  answer bytea not null,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_keys_pkey PRIMARY KEY (organization_id, key_hash)
);
CREATE INDEX idempotency_keys__by_age ON public.idempotency_keys USING brin (created_at);

create table invitation_changes (
  seller_id uuid not null,
  kind text not null,
  was_status text,
  was_expires_at timestamp with time zone,
  status text,
  expires_at timestamp with time zone,
  created_at timestamp with time zone not null,
  list_position bigint
);

create table invitation_tallies (
  seller_id uuid not null,
  counted_by text not null,
  kind text not null,
  status text not null,
  day date not null,
  count bigint not null,
  first_position bigint,
  constraint invitation_tallies__counted_by CHECK ((counted_by = ANY (ARRAY['ALL'::text, 'CREATED'::text, 'EXPIRES'::text]))),
  constraint invitation_tallies_pkey PRIMARY KEY (seller_id, counted_by, kind, status, day),
  constraint invitation_tallies_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);

create table invitations (
  id uuid not null,
  seller_id uuid not null,
  buyer_id uuid,
  kind text not null,
  status text not null default 'ACTIVE'::text,
  organization_id uuid not null,
  recipient_email text,
  label text,
  locale text not null,
  message text,
  requested_documents text[] not null,
  redirect_url text,
  link_kid smallint not null,
  link_version integer not null default 1,
  usage_count integer not null default 0,
  reminders boolean not null default false,
  reminders_sent integer not null default 0,
  next_reminder_at timestamp with time zone,
  last_mail_at timestamp with time zone,
  opened_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  revocation_reason text,
  new_link_asked_at timestamp with time zone,
  misuse_reported_at timestamp with time zone,
  list_position bigint not null default next_list_position(),
  erased_at timestamp with time zone,
  max_uses integer,
  prospect_types text[],
  constraint invitations__buyer FOREIGN KEY (seller_id, buyer_id) REFERENCES buyers(seller_id, id),
  constraint invitations__erased CHECK (((erased_at IS NULL) OR ((status = ANY (ARRAY['USED'::text, 'REVOKED'::text])) AND (num_nonnulls(recipient_email, label, message, redirect_url) = 0)))),
  constraint invitations__kind CHECK ((kind = ANY (ARRAY['KYC'::text, 'PROSPECT'::text]))),
  constraint invitations__kyc_has_buyer CHECK (((kind = 'KYC'::text) = ((buyer_id IS NOT NULL) AND ((recipient_email IS NOT NULL) OR (erased_at IS NOT NULL))))),
  constraint invitations__max_uses CHECK ((((max_uses >= 1) AND (max_uses <= 10000)) AND (usage_count <= max_uses))),
  constraint invitations__of_links CHECK (((kind = 'PROSPECT'::text) OR (num_nonnulls(max_uses, prospect_types) = 0))),
  constraint invitations__prospect_types CHECK (((prospect_types <@ ARRAY['COMPANY'::text, 'CONSUMER'::text]) AND (cardinality(prospect_types) > 0))),
  constraint invitations__revoked_facts CHECK (((status = 'REVOKED'::text) = ((revoked_at IS NOT NULL) AND (revocation_reason IS NOT NULL)))),
  constraint invitations__status CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'USED'::text, 'REVOKED'::text, 'EXPIRED'::text]))),
  constraint invitations__used_facts CHECK (((status <> 'USED'::text) OR ((usage_count > 0) AND (last_used_at IS NOT NULL)))),
  constraint invitations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint invitations_pkey PRIMARY KEY (id),
  constraint invitations_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);
CREATE INDEX invitations__by_created ON public.invitations USING btree (seller_id, kind, status, created_at DESC, id);
CREATE INDEX invitations__by_end ON public.invitations USING btree (seller_id, kind, status, expires_at, id);
CREATE INDEX invitations__by_position ON public.invitations USING btree (seller_id, kind, status, list_position, id);
CREATE INDEX invitations__by_recipient ON public.invitations USING btree (seller_id, lower(recipient_email), created_at DESC, id) WHERE (recipient_email IS NOT NULL);
CREATE INDEX invitations__of_buyer ON public.invitations USING btree (seller_id, buyer_id, created_at DESC, id);
CREATE UNIQUE INDEX invitations__one_active ON public.invitations USING btree (buyer_id, lower(recipient_email)) WHERE ((status = 'ACTIVE'::text) AND (kind = 'KYC'::text));
CREATE INDEX invitations__to_expire ON public.invitations USING btree (expires_at) WHERE (status = 'ACTIVE'::text);
CREATE INDEX invitations__to_remind ON public.invitations USING btree (next_reminder_at) WHERE ((status = 'ACTIVE'::text) AND (next_reminder_at IS NOT NULL));

create table kyc_documents (
  id uuid not null,
  seller_id uuid not null,
  buyer_id uuid not null,
  type text not null,
  document_date date,
  status text not null default 'ACTIVE'::text,
  source text not null,
  created_at timestamp with time zone not null default now(),
  superseded_at timestamp with time zone,
  submission_id uuid,
  ended_at timestamp with time zone,
  end_reason text,
  keep_until timestamp with time zone,
  expires_on date,
  expiry_mail_id uuid,
  constraint kyc_documents__buyer FOREIGN KEY (seller_id, buyer_id) REFERENCES buyers(seller_id, id),
  constraint kyc_documents__ended CHECK (((status = ANY (ARRAY['REJECTED'::text, 'WITHDRAWN'::text])) = (ended_at IS NOT NULL))),
  constraint kyc_documents__expires CHECK (((expires_on IS NULL) OR starts_with(type, 'CONTACT_'::text))),
  constraint kyc_documents__expiry_told CHECK (((expiry_mail_id IS NULL) OR (expires_on IS NOT NULL))),
  constraint kyc_documents__source CHECK ((source = ANY (ARRAY['API'::text, 'WEB_APP'::text, 'PROVIDER'::text]))),
  constraint kyc_documents__status CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'SUPERSEDED'::text, 'REJECTED'::text, 'WITHDRAWN'::text]))),
  constraint kyc_documents_pkey PRIMARY KEY (id)
);
CREATE INDEX kyc_documents__expiring ON public.kyc_documents USING btree (expires_on) WHERE ((status = 'ACTIVE'::text) AND (expires_on IS NOT NULL) AND (expiry_mail_id IS NULL));
CREATE INDEX kyc_documents__expiry_mail ON public.kyc_documents USING btree (expiry_mail_id) WHERE (expiry_mail_id IS NOT NULL);
CREATE INDEX kyc_documents__kept ON public.kyc_documents USING btree (keep_until) WHERE (keep_until IS NOT NULL);
CREATE INDEX kyc_documents__of_buyer ON public.kyc_documents USING btree (seller_id, buyer_id, created_at DESC, id);
CREATE INDEX kyc_documents__of_submission ON public.kyc_documents USING btree (submission_id) WHERE (submission_id IS NOT NULL);
CREATE UNIQUE INDEX kyc_documents__one_active ON public.kyc_documents USING btree (buyer_id, type) WHERE (status = 'ACTIVE'::text);

create table kyc_drafts (
  invitation_id uuid not null,
  company_confirmed boolean,
  company_remark text,
  updated_at timestamp with time zone not null default now(),
  company_corrections jsonb,
  constraint kyc_drafts_invitation_id_fkey FOREIGN KEY (invitation_id) REFERENCES invitations(id),
  constraint kyc_drafts_pkey PRIMARY KEY (invitation_id)
);

create table kyc_files (
  id uuid not null,
  document_id uuid,
  invitation_id uuid,
  type text not null,
  position integer not null default 0,
  file_name text not null,
  media_type text not null,
  byte_size integer not null,
  sha256 bytea not null,
  storage_key text not null,
  created_at timestamp with time zone not null default now(),
  upload_id uuid,
  scan text not null default 'UNSCANNED'::text,
  review_storage_key text,
  review_media_type text,
  review_byte_size integer,
  preview_storage_key text,
  preview_width integer,
  preview_height integer,
  active_content boolean,
  signed boolean,
  encrypted boolean,
  looks_empty boolean,
  is_from_form boolean not null default false,
  removed_from_invitation_id uuid,
  removed_at timestamp with time zone,
  constraint kyc_files__findings CHECK ((num_nulls(active_content, signed, encrypted) = ANY (ARRAY[0, 3]))),
  constraint kyc_files__owner CHECK ((num_nonnulls(document_id, invitation_id, removed_from_invitation_id) = 1)),
  constraint kyc_files__preview CHECK ((num_nulls(preview_storage_key, preview_width, preview_height) = ANY (ARRAY[0, 3]))),
  constraint kyc_files__preview_key_unique UNIQUE (preview_storage_key),
  constraint kyc_files__removed CHECK ((num_nonnulls(removed_from_invitation_id, removed_at) = ANY (ARRAY[0, 2]))),
  constraint kyc_files__review CHECK ((num_nulls(review_storage_key, review_media_type, review_byte_size) = ANY (ARRAY[0, 3]))),
  constraint kyc_files__review_key_unique UNIQUE (review_storage_key),
  constraint kyc_files__scan CHECK ((scan = ANY (ARRAY['CLEAN'::text, 'UNSCANNED'::text]))),
  constraint kyc_files__storage_key_unique UNIQUE (storage_key),
  constraint kyc_files__upload_unique UNIQUE (upload_id),
  constraint kyc_files_document_id_fkey FOREIGN KEY (document_id) REFERENCES kyc_documents(id),
  constraint kyc_files_pkey PRIMARY KEY (id)
);
CREATE INDEX kyc_files__of_document ON public.kyc_files USING btree (document_id, "position") WHERE (document_id IS NOT NULL);
CREATE INDEX kyc_files__of_draft ON public.kyc_files USING btree (invitation_id, created_at) WHERE (invitation_id IS NOT NULL);
CREATE INDEX kyc_files__removed ON public.kyc_files USING btree (removed_from_invitation_id, removed_at) WHERE (removed_from_invitation_id IS NOT NULL);

create table kyc_not_supplied (
  invitation_id uuid not null,
  type text not null,
  reason bytea,
  answered_at timestamp with time zone not null default now(),
  constraint kyc_not_supplied_pkey PRIMARY KEY (invitation_id, type)
);

create table kyc_submissions (
  id uuid not null,
  invitation_id uuid not null,
  seller_id uuid not null,
  buyer_id uuid not null,
  company_confirmed boolean not null,
  company_remark text,
  privacy_notice_version text not null,
  submitted_at timestamp with time zone not null default now(),
  company_corrections jsonb,
  constraint kyc_submissions__buyer FOREIGN KEY (seller_id, buyer_id) REFERENCES buyers(seller_id, id),
  constraint kyc_submissions__one UNIQUE (invitation_id),
  constraint kyc_submissions_invitation_id_fkey FOREIGN KEY (invitation_id) REFERENCES invitations(id),
  constraint kyc_submissions_pkey PRIMARY KEY (id)
);

create table link_keys (
  kid smallint not null,
  wrapped_key bytea not null,
  active_from timestamp with time zone not null,
  created_at timestamp with time zone not null default now(),
  token_form smallint not null default 1,
  retired_at timestamp with time zone,
  constraint link_keys__kid_range CHECK (((kid >= 1) AND (kid <= 255))),
  constraint link_keys__token_form CHECK ((token_form = ANY (ARRAY[1, 2]))),
  constraint link_keys_pkey PRIMARY KEY (kid)
);

create table link_places (
  id uuid not null,
  seller_id uuid not null,
  invitation_id uuid not null,
  address_hash bytea not null,
  requested_documents text[] not null default '{}'::text[],
  reserved_until timestamp with time zone not null,
  used_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint link_places__one UNIQUE (invitation_id, address_hash),
  constraint link_places_invitation_id_fkey FOREIGN KEY (invitation_id) REFERENCES invitations(id),
  constraint link_places_pkey PRIMARY KEY (id),
  constraint link_places_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);
CREATE INDEX link_places__idle ON public.link_places USING btree (reserved_until) WHERE (used_at IS NULL);
CREATE INDEX link_places__reserved ON public.link_places USING btree (invitation_id, reserved_until) WHERE (used_at IS NULL);

create table mail_recipients (
  recipient bytea not null,
  mailed_at timestamp with time zone[] not null,
  constraint mail_recipients_pkey PRIMARY KEY (recipient)
);

create table mails (
  id uuid not null,
  invitation_id uuid,
  kind text not null,
  link_version integer,
  status text not null default 'QUEUED'::text,
  attempts integer not null default 0,
  created_at timestamp with time zone not null default now(),
  sent_at timestamp with time zone,
  sealed_report bytea,
  endpoint_id text,
  subject_kind text not null,
  subject_id text not null,
  subject_version integer,
  about jsonb not null default '{}'::jsonb,
  sealed_facts bytea,
  not_before timestamp with time zone,
  constraint mails__status CHECK ((status = ANY (ARRAY['QUEUED'::text, 'SENDING'::text, 'SENT'::text, 'FAILED'::text, 'CANCELLED'::text]))),
  constraint mails_pkey PRIMARY KEY (id)
);
CREATE INDEX mails__by_time ON public.mails USING btree (created_at);
CREATE INDEX mails__of_endpoint ON public.mails USING btree (endpoint_id) WHERE (endpoint_id IS NOT NULL);
CREATE INDEX mails__of_invitation ON public.mails USING btree (invitation_id);
CREATE INDEX mails__of_subject ON public.mails USING btree (subject_kind, subject_id);
CREATE INDEX mails__sealed ON public.mails USING btree (id) WHERE (sealed_facts IS NOT NULL);
CREATE INDEX mails__unsent ON public.mails USING btree (created_at) WHERE (status = ANY (ARRAY['QUEUED'::text, 'SENDING'::text]));

create table master_keys (
  id smallint not null,
  proof bytea not null,
  kinds text[] not null,
  last_sealing_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint master_keys__id_range CHECK (((id >= 1) AND (id <= 255))),
  constraint master_keys_pkey PRIMARY KEY (id)
);

create table organizations (
  id uuid not null default gen_random_uuid(),
  slug text not null,
  name text not null,
  admin_email text,
  rate_limit_tier text not null default 'STANDARD'::text,
  read_per_minute integer,
  write_per_minute integer,
  webhook_per_minute integer,
  allow_marketplace_led_kyc boolean not null default false,
  allow_multi_vin_orders boolean not null default false,
  allow_contact_personal_data boolean not null default false,
  allow_kyc_document_download boolean not null default false,
  dpa_version text,
  dpa_accepted_at timestamp with time zone,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  capabilities text[] not null default '{}'::text[],
  mails_arrivals boolean not null default false,
  arrival_email text,
  constraint organizations__enterprise_limits CHECK (((rate_limit_tier = 'ENTERPRISE'::text) = ((read_per_minute IS NOT NULL) AND (write_per_minute IS NOT NULL) AND (webhook_per_minute IS NOT NULL)))),
  constraint organizations__slug_form CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text)),
  constraint organizations__slug_unique UNIQUE (slug),
  constraint organizations__tier CHECK ((rate_limit_tier = ANY (ARRAY['STANDARD'::text, 'HIGH_VOLUME'::text, 'ENTERPRISE'::text]))),
  constraint organizations_pkey PRIMARY KEY (id)
);

create table pii_access_log (
  id bigint not null generated always as identity,
  occurred_at timestamp with time zone not null default now(),
  organization_id uuid,
  client_id text not null,
  seller_id uuid not null,
  buyer_id uuid,
  subject_kind text not null,
  subject_id uuid not null,
  purpose text,
  request_id uuid not null,
  constraint pii_access_log__reader CHECK (((organization_id IS NOT NULL) OR (client_id = 'OPERATOR'::text))),
  constraint pii_access_log_pkey PRIMARY KEY (id)
);
CREATE INDEX pii_access_log__of_buyer ON public.pii_access_log USING btree (seller_id, buyer_id, occurred_at);

create table prospect_codes (
  invitation_id uuid not null,
  address_hash bytea not null,
  code_hash bytea not null,
  tries_left integer not null,
  sent_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  proved_at timestamp with time zone,
  constraint prospect_codes_invitation_id_fkey FOREIGN KEY (invitation_id) REFERENCES invitations(id),
  constraint prospect_codes_pkey PRIMARY KEY (invitation_id, address_hash)
);
CREATE INDEX prospect_codes__old ON public.prospect_codes USING btree (expires_at);
CREATE INDEX prospect_codes__unproved ON public.prospect_codes USING btree (invitation_id, sent_at) WHERE (proved_at IS NULL);

create table prospect_pauses (
  invitation_id uuid not null,
  paused_until timestamp with time zone not null,
  constraint prospect_pauses_invitation_id_fkey FOREIGN KEY (invitation_id) REFERENCES invitations(id),
  constraint prospect_pauses_pkey PRIMARY KEY (invitation_id)
);

create table prospects (
  id uuid not null,
  seller_id uuid not null,
  invitation_id uuid not null,
  status text not null default 'DRAFT'::text,
  type text,
  language text not null,
  sealed_person bytea not null,
  company_name text,
  vat_number text,
  street text,
  post_code text,
  city text,
  country text,
  submission_id uuid,
  privacy_notice_version text,
  submitted_at timestamp with time zone,
  decided_at timestamp with time zone,
  buyer_id uuid,
  decline_reason text,
  vies_result text,
  vies_checked_at timestamp with time zone,
  end_told_at timestamp with time zone,
  list_position bigint not null default next_list_position(),
  created_at timestamp with time zone not null default now(),
  constraint prospects__buyer FOREIGN KEY (seller_id, buyer_id) REFERENCES buyers(seller_id, id),
  constraint prospects__company CHECK (((type IS DISTINCT FROM 'CONSUMER'::text) OR (num_nonnulls(company_name, vat_number, street, post_code, city, country) = 0))),
  constraint prospects__converted CHECK (((status = 'CONVERTED'::text) = (buyer_id IS NOT NULL))),
  constraint prospects__decided CHECK (((status = ANY (ARRAY['CONVERTED'::text, 'DECLINED'::text])) = (decided_at IS NOT NULL))),
  constraint prospects__declined CHECK (((status = 'DECLINED'::text) = (decline_reason IS NOT NULL))),
  constraint prospects__status CHECK ((status = ANY (ARRAY['DRAFT'::text, 'SUBMITTED'::text, 'CONVERTED'::text, 'DECLINED'::text]))),
  constraint prospects__submitted CHECK (((status = 'DRAFT'::text) = (num_nulls(type, submission_id, privacy_notice_version, submitted_at) > 0))),
  constraint prospects__type CHECK ((type = ANY (ARRAY['COMPANY'::text, 'CONSUMER'::text]))),
  constraint prospects__vies_result CHECK ((vies_result = ANY (ARRAY['VALID'::text, 'INVALID'::text, 'UNKNOWN'::text]))),
  constraint prospects_id_fkey FOREIGN KEY (id) REFERENCES link_places(id),
  constraint prospects_invitation_id_fkey FOREIGN KEY (invitation_id) REFERENCES invitations(id),
  constraint prospects_pkey PRIMARY KEY (id),
  constraint prospects_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);
CREATE INDEX prospects__by_position ON public.prospects USING btree (seller_id, list_position, id) WHERE (status <> 'DRAFT'::text);
CREATE INDEX prospects__by_submitted ON public.prospects USING btree (seller_id, submitted_at DESC, id) WHERE (status <> 'DRAFT'::text);
CREATE INDEX prospects__by_vat_number ON public.prospects USING btree (seller_id, vat_number, submitted_at DESC, id) WHERE ((status <> 'DRAFT'::text) AND (vat_number IS NOT NULL));
CREATE INDEX prospects__of_buyer ON public.prospects USING btree (seller_id, buyer_id) WHERE (buyer_id IS NOT NULL);
CREATE INDEX prospects__of_link ON public.prospects USING btree (seller_id, invitation_id, submitted_at DESC, id) WHERE (status <> 'DRAFT'::text);
CREATE INDEX prospects__undecided ON public.prospects USING btree (submitted_at) WHERE (status = 'SUBMITTED'::text);

create unlogged table rate_windows (
  scope text not null,
  category text not null,
  minute_started_at timestamp with time zone not null,
  minute_count bigint not null,
  burst_started_at timestamp with time zone not null,
  burst_count bigint not null,
  constraint rate_windows_pkey PRIMARY KEY (scope, category)
);

create table schema_migrations (
  version integer not null,
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  constraint schema_migrations_pkey PRIMARY KEY (version)
);

create table seal_keys (
  place text not null,
  certificate bytea not null,
  sealed_key bytea not null,
  created_at timestamp with time zone not null default now(),
  constraint seal_keys__one CHECK ((place = 'own'::text)),
  constraint seal_keys_pkey PRIMARY KEY (place)
);

create table seller_contacts (
  seller_id uuid not null,
  name text,
  email text,
  phone text,
  postal_address text,
  updated_at timestamp with time zone not null default now(),
  constraint seller_contacts__reachable CHECK ((num_nonnulls(email, phone, postal_address) > 0)),
  constraint seller_contacts_pkey PRIMARY KEY (seller_id),
  constraint seller_contacts_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id) ON DELETE CASCADE
);

create table sellers (
  id uuid not null default gen_random_uuid(),
  name text not null,
  country text not null,
  created_at timestamp with time zone not null default now(),
  constraint sellers__country_form CHECK ((country ~ '^[A-Z]{2}$'::text)),
  constraint sellers_pkey PRIMARY KEY (id)
);

create table stored_bytes (
  counted_for uuid,
  role text not null,
  bytes bigint not null,
  constraint stored_bytes__one_sum UNIQUE NULLS NOT DISTINCT (counted_for, role)
);

create table stored_files (
  storage_key text not null,
  owner_kind text not null,
  owner_id uuid not null,
  role text not null,
  byte_size bigint,
  created_at timestamp with time zone not null default now(),
  counted_for uuid,
  constraint stored_files__key_form CHECK ((storage_key ~ '^[0-9a-f]{32}$'::text)),
  constraint stored_files__role CHECK ((role = ANY (ARRAY['ORIGINAL'::text, 'REVIEW'::text, 'PREVIEW'::text]))),
  constraint stored_files_pkey PRIMARY KEY (storage_key)
);
CREATE INDEX stored_files__of_owner ON public.stored_files USING btree (owner_kind, owner_id);

create table uploads (
  id uuid not null,
  seller_id uuid not null,
  invitation_id uuid not null,
  type text not null,
  file_name text not null,
  byte_size integer not null,
  fingerprint text,
  created_at timestamp with time zone not null default now(),
  pieces integer not null default 0,
  constraint uploads_pkey PRIMARY KEY (id),
  constraint uploads_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);
CREATE INDEX uploads__by_age ON public.uploads USING btree (created_at);
CREATE INDEX uploads__of_invitation ON public.uploads USING btree (invitation_id, created_at);

create table used_device_links (
  id uuid not null,
  used_at timestamp with time zone not null default now(),
  constraint used_device_links_pkey PRIMARY KEY (id)
);
CREATE INDEX used_device_links__by_time ON public.used_device_links USING btree (used_at);

create table verification_sessions (
  id uuid not null,
  seller_id uuid not null,
  buyer_id uuid not null,
  provider text not null,
  scan_ref text not null,
  status text not null,
  sealed_url bytea,
  aml_status text not null default 'PENDING'::text,
  aml_set_at timestamp with time zone,
  reason text,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  erased_at timestamp with time zone,
  report text,
  report_tries integer not null default 0,
  constraint verification_sessions__aml_status CHECK ((aml_status = ANY (ARRAY['PENDING'::text, 'CLEAR'::text, 'FLAGGED'::text]))),
  constraint verification_sessions__buyer FOREIGN KEY (seller_id, buyer_id) REFERENCES buyers(seller_id, id),
  constraint verification_sessions__provider CHECK ((provider = ANY (ARRAY['IDENFY'::text, 'SANDBOX'::text]))),
  constraint verification_sessions__report CHECK ((report = ANY (ARRAY['WANTED'::text, 'STORED'::text, 'MISSING'::text]))),
  constraint verification_sessions__report_of_ended CHECK (((report IS NULL) OR (ended_at IS NOT NULL))),
  constraint verification_sessions__scan_ref_unique UNIQUE (provider, scan_ref),
  constraint verification_sessions__status CHECK ((status = ANY (ARRAY['OPEN'::text, 'REVIEW'::text, 'VERIFIED'::text, 'REJECTED'::text, 'EXPIRED'::text]))),
  constraint verification_sessions__url_while_open CHECK (((sealed_url IS NULL) OR (status = ANY (ARRAY['OPEN'::text, 'REVIEW'::text])))),
  constraint verification_sessions_pkey PRIMARY KEY (id)
);
CREATE INDEX verification_sessions__expiring ON public.verification_sessions USING btree (expires_at) WHERE (status = 'OPEN'::text);
CREATE INDEX verification_sessions__of_buyer ON public.verification_sessions USING btree (seller_id, buyer_id, created_at);
CREATE UNIQUE INDEX verification_sessions__one_open ON public.verification_sessions USING btree (seller_id, buyer_id) WHERE (status = ANY (ARRAY['OPEN'::text, 'REVIEW'::text]));

create table vies_breakers (
  scope text not null,
  failures integer not null,
  reason text not null,
  open_until timestamp with time zone,
  constraint vies_breakers_pkey PRIMARY KEY (scope)
);

create table vies_checks (
  id uuid not null,
  seller_id uuid not null,
  buyer_id uuid not null,
  vat_number text not null,
  cause text not null,
  status text not null default 'QUEUED'::text,
  tries integer not null default 0,
  result text,
  error text,
  request_identifier text,
  sealed_company bytea,
  created_at timestamp with time zone not null default now(),
  checked_at timestamp with time zone,
  list_position bigint not null default 0,
  constraint vies_checks__buyer FOREIGN KEY (seller_id, buyer_id) REFERENCES buyers(seller_id, id),
  constraint vies_checks__cause CHECK ((cause = ANY (ARRAY['MANUAL'::text, 'DAILY'::text, 'FIRST'::text]))),
  constraint vies_checks__ended CHECK (
CASE
    WHEN (status = 'DONE'::text) THEN ((result IS NOT NULL) AND (checked_at IS NOT NULL))
    ELSE ((result IS NULL) AND (checked_at IS NULL))
END),
  constraint vies_checks__result CHECK ((result = ANY (ARRAY['VALID'::text, 'INVALID'::text, 'UNKNOWN'::text]))),
  constraint vies_checks__status CHECK ((status = ANY (ARRAY['QUEUED'::text, 'IN_PROGRESS'::text, 'DONE'::text]))),
  constraint vies_checks_pkey PRIMARY KEY (id)
);
CREATE INDEX vies_checks__answers ON public.vies_checks USING btree (seller_id, buyer_id, vat_number, checked_at DESC) WHERE (result = ANY (ARRAY['VALID'::text, 'INVALID'::text]));
CREATE INDEX vies_checks__of_buyer ON public.vies_checks USING btree (seller_id, buyer_id, created_at DESC, id);
CREATE UNIQUE INDEX vies_checks__one_open ON public.vies_checks USING btree (buyer_id) WHERE (status <> 'DONE'::text);
CREATE INDEX vies_checks__sealed ON public.vies_checks USING btree (id) WHERE (sealed_company IS NOT NULL);

create table vies_due (
  buyer_id uuid not null,
  seller_id uuid not null,
  since timestamp with time zone not null default now(),
  constraint vies_due_pkey PRIMARY KEY (buyer_id)
);
CREATE INDEX vies_due__by_age ON public.vies_due USING btree (since);

create table webhook_attempts (
  delivery_id text not null,
  attempt integer not null,
  attempted_at timestamp with time zone not null,
  duration_ms integer not null,
  http_status integer,
  failure text,
  constraint webhook_attempts_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES webhook_deliveries(id) ON DELETE CASCADE,
  constraint webhook_attempts_pkey PRIMARY KEY (delivery_id, attempt)
);

create table webhook_deliveries (
  id text not null,
  position bigint not null generated always as identity,
  organization_id uuid not null,
  endpoint_id text not null,
  message_id text not null,
  event_type text not null,
  status text not null default 'PENDING'::text,
  attempts integer not null default 0,
  http_status integer,
  first_attempt_at timestamp with time zone,
  retries integer not null default 0,
  last_attempt_at timestamp with time zone,
  next_attempt_at timestamp with time zone,
  leased_until timestamp with time zone,
  fence bigint not null default 0,
  created_at timestamp with time zone not null default now(),
  is_test boolean not null default false,
  held_seller_id uuid,
  constraint webhook_deliveries__id_form CHECK ((id ~ '^del_[0-9a-f]{32}$'::text)),
  constraint webhook_deliveries__over CHECK (((status = 'PENDING'::text) = (next_attempt_at IS NOT NULL))),
  constraint webhook_deliveries__status CHECK ((status = ANY (ARRAY['PENDING'::text, 'DELIVERED'::text, 'FAILED'::text]))),
  constraint webhook_deliveries_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints(id) ON DELETE CASCADE,
  constraint webhook_deliveries_message_id_fkey FOREIGN KEY (message_id) REFERENCES webhook_messages(id),
  constraint webhook_deliveries_pkey PRIMARY KEY (id)
);
CREATE INDEX webhook_deliveries__by_age ON public.webhook_deliveries USING btree (created_at);
CREATE INDEX webhook_deliveries__due ON public.webhook_deliveries USING btree (endpoint_id, next_attempt_at, "position") WHERE ((status = 'PENDING'::text) AND (held_seller_id IS NULL));
CREATE INDEX webhook_deliveries__held ON public.webhook_deliveries USING btree (organization_id, held_seller_id) WHERE (held_seller_id IS NOT NULL);
CREATE INDEX webhook_deliveries__of_endpoint ON public.webhook_deliveries USING btree (endpoint_id, "position" DESC);
CREATE INDEX webhook_deliveries__of_message ON public.webhook_deliveries USING btree (message_id);

create table webhook_endpoints (
  id text not null,
  organization_id uuid not null,
  slot smallint not null,
  url text not null,
  events text[] not null,
  partner_ids uuid[],
  sealed_secret bytea not null,
  status text not null default 'ACTIVE'::text,
  consecutive_failures integer not null default 0,
  failing_since timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint webhook_endpoints__id_form CHECK ((id ~ '^wh_[0-9a-f]{32}$'::text)),
  constraint webhook_endpoints__one_per_slot UNIQUE (organization_id, slot),
  constraint webhook_endpoints__slot CHECK (((slot >= 1) AND (slot <= 20))),
  constraint webhook_endpoints__status CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'PAUSED'::text, 'DISABLED'::text]))),
  constraint webhook_endpoints_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint webhook_endpoints_pkey PRIMARY KEY (id)
);

create table webhook_messages (
  id text not null,
  organization_id uuid not null,
  event_id uuid,
  type text not null,
  body bytea not null,
  created_at timestamp with time zone not null default now(),
  list_position bigint default next_list_position(),
  stream_place bigint default nextval('webhook_messages_stream_place'::regclass),
  constraint webhook_messages__id_form CHECK ((id ~ '^evt_[0-9a-f]{32}$'::text)),
  constraint webhook_messages__once UNIQUE (event_id, organization_id),
  constraint webhook_messages_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id),
  constraint webhook_messages_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint webhook_messages_pkey PRIMARY KEY (id)
);
CREATE INDEX webhook_messages__by_age ON public.webhook_messages USING btree (created_at);
CREATE INDEX webhook_messages__in_stream ON public.webhook_messages USING btree (organization_id, list_position, stream_place) WHERE (list_position IS NOT NULL);

create view acting_clients as
 SELECT c.client_id,
    c.organization_id
   FROM api_clients c
     JOIN acting_organizations o ON o.id = c.organization_id
  WHERE c.disabled_at IS NULL;

create view acting_grants as
 SELECT g.organization_id,
    g.seller_id
   FROM grants g
     JOIN acting_organizations o ON o.id = g.organization_id;

create view acting_organizations as
 SELECT id
   FROM organizations
  WHERE disabled_at IS NULL AND dpa_accepted_at IS NOT NULL;

create view arrival_contacts as
 SELECT id AS organization_id,
    COALESCE(arrival_email, admin_email) AS email
   FROM organizations
  WHERE mails_arrivals AND COALESCE(arrival_email, admin_email) IS NOT NULL;

create view buyer_facts as
 SELECT id,
    seller_id,
    status,
    kyc_mode,
    company_name,
    vat_number,
    street,
    post_code,
    city,
    country,
    erased_at
   FROM buyers;

create view buyer_moves as
 SELECT c.seller_id,
    m.status,
    utc_day(m.created_at) AS created_on,
    utc_day(m.updated_at) AS updated_on,
    m.change
   FROM buyer_changes c
     CROSS JOIN LATERAL ( VALUES (c.was_status,c.was_created_at,c.was_updated_at,- 1::bigint), (c.status,c.created_at,c.updated_at,1::bigint)) m(status, created_at, updated_at, change)
  WHERE m.status IS NOT NULL;

create view event_sellers as
 SELECT id,
    seller_id
   FROM events;

create view event_stream_places as
 SELECT id,
    organization_id,
    list_position,
    stream_place,
    is_kept OR NOT (EXISTS ( SELECT
           FROM event_stream_marks k
          WHERE k.organization_id = p.organization_id AND ((ROW(k.list_position, k.stream_place) > ROW(p.list_position, p.stream_place))))) AND COALESCE(( SELECT n.created_at > (now() - '30 days'::interval)
           FROM webhook_messages n
          WHERE n.organization_id = p.organization_id AND n.list_position IS NOT NULL AND ((ROW(n.list_position, n.stream_place) > ROW(p.list_position, p.stream_place)))
          ORDER BY n.list_position, n.stream_place
         LIMIT 1), true) AS is_good
   FROM ( SELECT webhook_messages.id,
            webhook_messages.organization_id,
            webhook_messages.list_position,
            webhook_messages.stream_place,
            webhook_messages.created_at > (now() - '30 days'::interval) AS is_kept
           FROM webhook_messages
          WHERE webhook_messages.list_position IS NOT NULL
        UNION ALL
         SELECT event_stream_marks.message_id,
            event_stream_marks.organization_id,
            event_stream_marks.list_position,
            event_stream_marks.stream_place,
            false
           FROM event_stream_marks) p;

create view invitation_facts as
 SELECT id,
    seller_id,
    buyer_id,
    organization_id,
    kind,
    invitation_status(status, expires_at) AS status,
    recipient_email,
    label,
    locale,
    message,
    requested_documents,
    redirect_url,
    link_kid,
    link_version,
    expires_at,
    opened_at,
    new_link_asked_at,
    misuse_reported_at,
    erased_at,
    max_uses,
    usage_count,
    prospect_types
   FROM invitations;

create view invitation_moves as
 SELECT c.seller_id,
    c.kind,
    m.status,
    utc_day(c.created_at) AS created_on,
    utc_day(m.expires_at) AS expires_on,
    m.change
   FROM invitation_changes c
     CROSS JOIN LATERAL ( VALUES (c.was_status,c.was_expires_at,- 1::bigint), (c.status,c.expires_at,1::bigint)) m(status, expires_at, change)
  WHERE m.status IS NOT NULL;

create view link_place_facts as
 SELECT id,
    seller_id,
    invitation_id,
    address_hash,
    requested_documents,
    reserved_until,
    used_at
   FROM link_places;

create view listed_prospects as
 SELECT id,
    seller_id,
    invitation_id,
    status,
    type,
    company_name,
    vat_number,
    street,
    post_code,
    city,
    country,
    submission_id,
    submitted_at,
    submitted_at AS created_at,
    decided_at,
    buyer_id,
    decline_reason,
    vies_result,
    vies_checked_at,
    list_position
   FROM prospects
  WHERE status <> 'DRAFT'::text;

create view organization_facts as
 SELECT id,
    slug,
    name,
    admin_email AS contact_email,
    admin_email IS NOT NULL AS has_contact
   FROM organizations;

create view prospect_facts as
 SELECT id,
    seller_id,
    invitation_id,
    status,
    type,
    language,
    sealed_person,
    company_name,
    vat_number,
    street,
    post_code,
    city,
    country,
    submission_id,
    privacy_notice_version,
    submitted_at,
    buyer_id
   FROM prospects;

create view prospect_pause_facts as
 SELECT invitation_id,
    paused_until
   FROM prospect_pauses
  WHERE paused_until > now();

create view retired_link_keys as
 SELECT kid
   FROM link_keys
  WHERE retired_at IS NOT NULL;

create view seller_audiences as
 SELECT seller_id,
    organization_id
   FROM grants;

create view seller_facts as
 SELECT id,
    name,
    country
   FROM sellers;

create view told_events as
 SELECT id,
    organization_id,
    event_id,
    type,
    body,
    list_position,
    stream_place
   FROM webhook_messages
  WHERE list_position IS NOT NULL AND created_at > (now() - '30 days'::interval);

CREATE OR REPLACE FUNCTION public.contact_ids_of(the_seller_id uuid, the_buyer_id uuid)
 RETURNS uuid[]
 LANGUAGE sql
AS $function$ select coalesce(array_agg(c.id order by c.id), '{}') from buyer_contacts c where c.seller_id = the_seller_id and c.buyer_id = the_buyer_id $function$
;

CREATE OR REPLACE FUNCTION public.count_stored_bytes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into stored_bytes as b (counted_for, role, bytes)
    select counted_for, role, sum(coalesce(byte_size, 0)) * case tg_op when 'DELETE' then -1 else 1 end
    from changed group by counted_for, role order by counted_for, role
    on conflict (counted_for, role) do update set bytes = b.bytes + excluded.bytes;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.database_identity()
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$ select (pg_control_system()).system_identifier || '/' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) $function$
;

CREATE OR REPLACE FUNCTION public.document_ids_of(the_seller_id uuid, the_buyer_id uuid)
 RETURNS uuid[]
 LANGUAGE sql
AS $function$ select coalesce(array_agg(d.id order by d.id), '{}') from kyc_documents d where d.seller_id = the_seller_id and d.buyer_id = the_buyer_id $function$
;

CREATE OR REPLACE FUNCTION public.draft_answer(the_invitation_id uuid)
 RETURNS TABLE(company_confirmed boolean, company_remark text, company_corrections jsonb)
 LANGUAGE sql
AS $function$ select d.company_confirmed, d.company_remark, d.company_corrections from kyc_drafts d where d.invitation_id = the_invitation_id $function$
;

CREATE OR REPLACE FUNCTION public.draft_file_ids(the_invitation_id uuid)
 RETURNS uuid[]
 LANGUAGE sql
AS $function$ select array(select id from kyc_files where invitation_id = the_invitation_id order by id) $function$
;

CREATE OR REPLACE FUNCTION public.draft_form_file_ids(the_invitation_id uuid)
 RETURNS uuid[]
 LANGUAGE sql
AS $function$ select array(select id from kyc_files where invitation_id = the_invitation_id and is_from_form order by id) $function$
;

CREATE OR REPLACE FUNCTION public.draft_upload_count(the_invitation_id uuid)
 RETURNS integer
 LANGUAGE sql
AS $function$ select count(*)::int from uploads where invitation_id = the_invitation_id $function$
;

CREATE OR REPLACE FUNCTION public.fill_mail_subject()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION public.idempotency_replaceable(stored_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  if stored_at <= now() - interval '24 hours' then
    return true;
  end if;
  raise exception 'idempotency key already answered' using errcode = 'NT002';
end $function$
;

CREATE OR REPLACE FUNCTION public.invitation_status(status text, expires_at timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select case when status = 'ACTIVE' and expires_at <= now() then 'EXPIRED' else status end $function$
;

CREATE OR REPLACE FUNCTION public.list_horizon()
 RETURNS bigint
 LANGUAGE sql
 STABLE
AS $function$
  select coalesce((
    select case when pg_is_in_recovery() then (number::bigint << 48) | pg_snapshot_xmin(pg_current_snapshot())::text::bigint
      when identity = database_identity() then (number::bigint << 48) | pg_snapshot_xmin(pg_current_snapshot())::text::bigint
      else (number + 1)::bigint << 48 end
    from database_timelines order by number desc limit 1), 1::bigint << 48) $function$
;

CREATE OR REPLACE FUNCTION public.mail_turn(mailed_at timestamp with time zone[])
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
AS $function$
  select greatest(now(), mailed_at[cardinality(mailed_at) - 2] + interval '10 minutes', mailed_at[cardinality(mailed_at) - 9] + interval '1 day') $function$
;

CREATE OR REPLACE FUNCTION public.mail_turn_is_now(mailed_at timestamp with time zone[])
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  if mail_turn(mailed_at) <= now() then
    return true;
  end if;
  raise exception 'too many mails to one address' using errcode = 'NT003';
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_submission_documents()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update kyc_documents set submission_id = new.id
  where seller_id = new.seller_id and buyer_id = new.buyer_id and created_at = new.submitted_at and source = 'WEB_APP'
    and submission_id is null and xmin = pg_current_xact_id()::xid;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.next_list_position()
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
declare timeline bigint;
begin
  loop
    select number into timeline from database_timelines
      where number = (select max(number) from database_timelines) and identity = database_identity();
    if found then
      return (timeline << 48) | pg_current_xact_id()::text::bigint;
    end if;
    insert into database_timelines (number, identity)
      select coalesce(max(number), 0) + 1, database_identity() from database_timelines on conflict do nothing;
  end loop;
end $function$
;

CREATE OR REPLACE FUNCTION public.note_buyer_come()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into buyer_changes (seller_id, status, created_at, updated_at) values (new.seller_id, new.status, new.created_at, new.updated_at);
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.note_buyer_gone()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into buyer_changes (seller_id, was_status, was_created_at, was_updated_at)
  values (old.seller_id, old.status, old.created_at, old.updated_at);
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.note_buyer_moved()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into buyer_changes (seller_id, was_status, was_created_at, was_updated_at, status, created_at, updated_at)
  values (new.seller_id, old.status, old.created_at, old.updated_at, new.status, new.created_at, new.updated_at);
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.note_invitation_became()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into invitation_changes (seller_id, kind, was_status, was_expires_at, status, expires_at, created_at, list_position)
  values (old.seller_id, old.kind, old.status, old.expires_at, null, null, old.created_at, null),
    (new.seller_id, new.kind, null, null, old.status, old.expires_at, new.created_at, new.list_position);
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.note_invitation_come()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into invitation_changes (seller_id, kind, status, expires_at, created_at, list_position)
  values (new.seller_id, new.kind, new.status, new.expires_at, new.created_at, new.list_position);
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.note_invitation_gone()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into invitation_changes (seller_id, kind, was_status, was_expires_at, created_at)
  values (old.seller_id, old.kind, old.status, old.expires_at, old.created_at);
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.note_invitation_moved()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into invitation_changes (seller_id, kind, was_status, was_expires_at, status, expires_at, created_at)
  values (new.seller_id, new.kind, old.status, old.expires_at, new.status, new.expires_at, new.created_at);
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.note_new_vies_due()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into vies_due (buyer_id, seller_id) select id, seller_id from come on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.note_vies_due()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into vies_due (buyer_id, seller_id) values (new.id, new.seller_id)
    on conflict (buyer_id) do update set since = excluded.since;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.notify_event()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_notify('nt24_events', '');
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.places_reserved(the_invitation_id uuid, but_for uuid)
 RETURNS bigint
 LANGUAGE sql
AS $function$ select count(*) from link_places where invitation_id = the_invitation_id and used_at is null and reserved_until > now() and id is distinct from but_for $function$
;

CREATE OR REPLACE FUNCTION public.purge_readings(at_most integer)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  with gone as (
    delete from pii_access_log where id in (
      select id from (select id, occurred_at from pii_access_log order by id limit at_most for update skip locked) head
      where occurred_at < now() - interval '6 years')
    returning 1)
  select count(*)::integer from gone $function$
;

CREATE OR REPLACE FUNCTION public.purge_trail(at_most integer)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  with gone as (
    delete from audit_events where id in (
      select id from (select id, occurred_at from audit_events order by id limit at_most for update skip locked) head
      where occurred_at < now() - interval '10 years')
    returning 1)
  select count(*)::integer from gone $function$
;

CREATE OR REPLACE FUNCTION public.refuse_unless_owner()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not pg_has_role((select relowner from pg_class where oid = tg_relid), 'member') then
    raise exception 'only the owner of table % may %', tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege';
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.stored_bytes_of(the_organization_id uuid)
 RETURNS bigint
 LANGUAGE sql
 STABLE
AS $function$ select coalesce(sum(bytes), 0)::bigint from stored_bytes where counted_for = the_organization_id $function$
;

CREATE OR REPLACE FUNCTION public.stored_files_of_older_processes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE' then
    delete from stored_files where storage_key in (old.storage_key, old.review_storage_key, old.preview_storage_key);
  else
    insert into stored_files (storage_key, owner_kind, owner_id, role, byte_size)
      select file.key, 'kyc-file', new.id, file.role, file.size
      from (values (new.storage_key, 'ORIGINAL', new.byte_size), (new.review_storage_key, 'REVIEW', new.review_byte_size),
        (new.preview_storage_key, 'PREVIEW', null)) as file (key, role, size)
      where file.key is not null
      on conflict do nothing;
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.take_calls(the_scope text, the_category text, per_minute bigint, per_burst bigint, wanted bigint, OUT granted bigint, OUT remaining bigint, OUT minute_ends_at timestamp with time zone, OUT usable_until timestamp with time zone, OUT retry_at timestamp with time zone)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
declare
  w rate_windows;
  moment timestamptz := clock_timestamp();
begin
  insert into rate_windows values (the_scope, the_category, moment, 0, moment, 0) on conflict do nothing;
  select * into w from rate_windows where scope = the_scope and category = the_category for update;
  moment := clock_timestamp();
  if w.minute_started_at + interval '60 seconds' <= moment then
    w.minute_started_at := moment;
    w.minute_count := 0;
  end if;
  if w.burst_started_at + interval '10 seconds' <= moment then
    w.burst_started_at := moment;
    w.burst_count := 0;
  end if;
  granted := greatest(0, least(wanted, per_minute - w.minute_count, per_burst - w.burst_count));
  update rate_windows set
    minute_started_at = w.minute_started_at, minute_count = w.minute_count + granted,
    burst_started_at = w.burst_started_at, burst_count = w.burst_count + granted
  where scope = the_scope and category = the_category;
  remaining := greatest(0, per_minute - w.minute_count - granted);
  minute_ends_at := w.minute_started_at + interval '60 seconds';
  usable_until := least(minute_ends_at, w.burst_started_at + interval '10 seconds');
  retry_at := case when remaining = 0 then minute_ends_at else w.burst_started_at + interval '10 seconds' end;
end $function$
;

CREATE OR REPLACE FUNCTION public.types_not_supplied(the_invitation_id uuid)
 RETURNS text[]
 LANGUAGE sql
AS $function$ select array(select type from kyc_not_supplied where invitation_id = the_invitation_id order by type collate "C") $function$
;

CREATE OR REPLACE FUNCTION public.utc_day(instant timestamp with time zone)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select (instant at time zone 'UTC')::date $function$
;

CREATE TRIGGER audit_events__written_once BEFORE DELETE OR UPDATE ON public.audit_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_unless_owner();

CREATE TRIGGER buyers__come AFTER INSERT ON public.buyers FOR EACH ROW EXECUTE FUNCTION note_buyer_come();

CREATE TRIGGER buyers__gone AFTER DELETE ON public.buyers FOR EACH ROW EXECUTE FUNCTION note_buyer_gone();

CREATE TRIGGER buyers__moved AFTER UPDATE OF status, updated_at, created_at ON public.buyers FOR EACH ROW EXECUTE FUNCTION note_buyer_moved();

CREATE TRIGGER buyers__vies_due AFTER INSERT ON public.buyers REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION note_new_vies_due();

CREATE TRIGGER buyers__vies_due_anew AFTER UPDATE OF vat_number ON public.buyers FOR EACH ROW WHEN ((old.vat_number IS DISTINCT FROM new.vat_number)) EXECUTE FUNCTION note_vies_due();

CREATE TRIGGER events__notify AFTER INSERT ON public.events FOR EACH STATEMENT EXECUTE FUNCTION notify_event();

CREATE TRIGGER invitations__became AFTER UPDATE OF seller_id, kind, created_at, list_position ON public.invitations FOR EACH ROW EXECUTE FUNCTION note_invitation_became();

CREATE TRIGGER invitations__come AFTER INSERT ON public.invitations FOR EACH ROW EXECUTE FUNCTION note_invitation_come();

CREATE TRIGGER invitations__gone AFTER DELETE ON public.invitations FOR EACH ROW EXECUTE FUNCTION note_invitation_gone();

CREATE TRIGGER invitations__moved AFTER UPDATE OF status, expires_at ON public.invitations FOR EACH ROW WHEN (((old.status <> new.status) OR (old.expires_at <> new.expires_at))) EXECUTE FUNCTION note_invitation_moved();

CREATE TRIGGER kyc_files__of_older_processes AFTER INSERT OR DELETE ON public.kyc_files FOR EACH ROW EXECUTE FUNCTION stored_files_of_older_processes();

CREATE TRIGGER kyc_submissions__mark_documents AFTER INSERT ON public.kyc_submissions FOR EACH ROW EXECUTE FUNCTION mark_submission_documents();

CREATE TRIGGER mails__fill_subject BEFORE INSERT OR UPDATE OF sealed_report, sealed_facts ON public.mails FOR EACH ROW EXECUTE FUNCTION fill_mail_subject();

CREATE TRIGGER pii_access_log__written_once BEFORE DELETE OR UPDATE ON public.pii_access_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_unless_owner();

CREATE TRIGGER schema_migrations__by_owner BEFORE INSERT OR DELETE OR UPDATE ON public.schema_migrations FOR EACH STATEMENT EXECUTE FUNCTION refuse_unless_owner();

CREATE TRIGGER stored_files__fewer_bytes AFTER DELETE ON public.stored_files REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_stored_bytes();

CREATE TRIGGER stored_files__more_bytes AFTER INSERT ON public.stored_files REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_stored_bytes();

