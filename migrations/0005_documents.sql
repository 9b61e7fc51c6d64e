create table kyc_documents (
  id uuid primary key,
  seller_id uuid not null,
  buyer_id uuid not null,
  type text not null,
  document_date date,
  status text not null default 'ACTIVE' constraint kyc_documents__status check (status in ('ACTIVE', 'SUPERSEDED')),
  source text not null constraint kyc_documents__source check (source in ('API', 'WEB_APP')),
  created_at timestamptz not null default now(),
  superseded_at timestamptz,
  constraint kyc_documents__buyer foreign key (seller_id, buyer_id) references buyers (seller_id, id)
);
create unique index kyc_documents__one_active on kyc_documents (buyer_id, type) where status = 'ACTIVE';
create index kyc_documents__of_buyer on kyc_documents (seller_id, buyer_id, created_at desc, id);

-- One stored file. It belongs to a document, or, until the buyer sends, to an invitation's draft.
create table kyc_files (
  id uuid primary key,
  document_id uuid references kyc_documents (id),
  invitation_id uuid references invitations (id),
  type text not null,
  position integer not null default 0,
  file_name text not null,
  media_type text not null,
  byte_size integer not null,
  sha256 bytea not null,
  storage_key text not null constraint kyc_files__storage_key_unique unique,
  created_at timestamptz not null default now(),
  constraint kyc_files__owner check ((document_id is null) <> (invitation_id is null))
);
create index kyc_files__of_document on kyc_files (document_id, position) where document_id is not null;
create index kyc_files__of_draft on kyc_files (invitation_id, created_at) where invitation_id is not null;

-- Reads of personal data, kept 6 years (contract 4).
create table pii_access_log (
  id bigint generated always as identity primary key,
  occurred_at timestamptz not null default now(),
  organization_id uuid not null,
  client_id text not null,
  seller_id uuid not null,
  buyer_id uuid not null,
  subject_kind text not null,
  subject_id uuid not null,
  purpose text,
  request_id uuid not null
);
create index pii_access_log__of_buyer on pii_access_log (seller_id, buyer_id, occurred_at);
