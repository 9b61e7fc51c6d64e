-- Until when an identity document is valid, where somebody has said so (docs/decisions/0053).
alter table kyc_documents
  add column expires_on date,
  -- The mail that told the seller that it expires. Null: none has. A date that is set anew is told anew.
  add column expiry_mail_id uuid,
  add constraint kyc_documents__expires check (expires_on is null or starts_with(type, 'CONTACT_')),
  add constraint kyc_documents__expiry_told check (expiry_mail_id is null or expires_on is not null);
create index kyc_documents__expiring on kyc_documents (expires_on) where status = 'ACTIVE' and expires_on is not null and expiry_mail_id is null;
create index kyc_documents__expiry_mail on kyc_documents (expiry_mail_id) where expiry_mail_id is not null;
