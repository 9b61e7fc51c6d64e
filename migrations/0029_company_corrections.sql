-- What the buyer says the company data should be, field by field, each beside what he was shown: a list of {field, given, corrected}.
-- In the draft and, once sent, in the submission; null where he corrected nothing.
alter table kyc_drafts add column company_corrections jsonb;
alter table kyc_submissions add column company_corrections jsonb;
