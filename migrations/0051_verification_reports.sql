-- The provider's report on a verification becomes a document of the buyer (decision 0054).
alter table verification_sessions
  -- Null: none is wanted. WANTED: a job is after it. MISSING: there is none to be had.
  add column report text constraint verification_sessions__report check (report in ('WANTED', 'STORED', 'MISSING')),
  add column report_tries integer not null default 0,
  add constraint verification_sessions__report_of_ended check (report is null or ended_at is not null);
alter table kyc_documents
  drop constraint kyc_documents__source,
  add constraint kyc_documents__source check (source in ('API', 'WEB_APP', 'PROVIDER'));
