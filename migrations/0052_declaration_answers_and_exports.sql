-- What a buyer declared on the page, as data beside the paper that was made of it: sealed, and gone with its file (decision 0055).
create table declaration_answers (
  file_id uuid primary key references kyc_files (id) on delete cascade,
  sealed bytea not null
);

-- The operator reads personal data too, on the command line and for no organization.
alter table pii_access_log
  alter column organization_id drop not null,
  add constraint pii_access_log__reader check (organization_id is not null or client_id = 'OPERATOR');

-- What the trail says of a buyer beside his invitations, for whoever asks what is known of him.
create index audit_events__of_subject on audit_events (subject_id, id) where invitation_id is null;
create index audit_events__about_buyer on audit_events ((details->>'buyerId'), id) where details->>'buyerId' is not null;

-- What was told of an erased buyer loses what names him.
create index events__about_buyer on events ((data->>'buyerUuid')) where type like 'kyc.%';
