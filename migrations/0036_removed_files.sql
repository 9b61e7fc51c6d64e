-- A file that the buyer took out of his draft waits some minutes, so that he can put it back (decision 0035). It is no file of the
-- draft meanwhile: whatever reads a draft by invitation_id does not find it.
alter table kyc_files
  add column removed_from_invitation_id uuid references invitations (id),
  add column removed_at timestamptz,
  drop constraint kyc_files__owner,
  add constraint kyc_files__owner check (num_nonnulls(document_id, invitation_id, removed_from_invitation_id) = 1),
  add constraint kyc_files__removed check (num_nonnulls(removed_from_invitation_id, removed_at) in (0, 2));

create index kyc_files__removed on kyc_files (removed_from_invitation_id, removed_at) where removed_from_invitation_id is not null;
