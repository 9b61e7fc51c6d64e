-- The documents that came with one submission are known by its id. They were found by their instant before, which two submissions of
-- one buyer can share.

-- For as long as processes of the release before may be running: they write documents without the id, in the statement that writes
-- the submission. To be dropped with a later release. It comes first, so that this file locks in the order in which they do.
create function mark_submission_documents() returns trigger language plpgsql as $$
begin
  update kyc_documents set submission_id = new.id
  where seller_id = new.seller_id and buyer_id = new.buyer_id and created_at = new.submitted_at and source = 'WEB_APP'
    and submission_id is null and xmin = pg_current_xact_id()::xid;
  return null;
end $$;
create trigger kyc_submissions__mark_documents after insert on kyc_submissions
  for each row execute function mark_submission_documents();

-- No foreign key: the KYC file knows nothing of who fills it.
alter table kyc_documents add column submission_id uuid;
update kyc_documents d set submission_id = k.id from kyc_submissions k
  where d.seller_id = k.seller_id and d.buyer_id = k.buyer_id and d.created_at = k.submitted_at and d.source = 'WEB_APP';
create index kyc_documents__of_submission on kyc_documents (submission_id) where submission_id is not null;
