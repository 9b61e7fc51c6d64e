-- Files on their way in pieces (contract 3.6). Their bytes wait encrypted in the data folder; how many have come, that file alone says.
create table uploads (
  id uuid primary key,
  seller_id uuid not null references sellers (id),
  invitation_id uuid not null references invitations (id),
  type text not null,
  file_name text not null,
  byte_size integer not null,
  -- what the page knows the same file by, when it is chosen again after a reload or on another device
  fingerprint text,
  created_at timestamptz not null default now()
);
create index uploads__of_invitation on uploads (invitation_id, created_at);
create index uploads__by_age on uploads (created_at);

-- Volatile, as draft_file_ids: it sees what was committed while its caller waited for the invitation's lock.
create function draft_upload_count(the_invitation_id uuid) returns integer language sql volatile as
$$ select count(*)::int from uploads where invitation_id = the_invitation_id $$;

-- An upload becomes a file once, however often and wherever its end is reported.
alter table kyc_files add column upload_id uuid constraint kyc_files__upload_unique unique;
