-- What was made of a file when it was judged (strength 6): the copy that reviewers get instead, and a small picture. Sealed
-- beside the file, and removed with it.
alter table kyc_files
  add column scan text not null default 'UNSCANNED' constraint kyc_files__scan check (scan in ('CLEAN', 'UNSCANNED')),
  -- null: the file itself is what reviewers get
  add column review_storage_key text constraint kyc_files__review_key_unique unique,
  add column review_media_type text,
  add column review_byte_size integer,
  -- null: nothing of it can be shown
  add column preview_storage_key text constraint kyc_files__preview_key_unique unique,
  add column preview_width integer,
  add column preview_height integer,
  add constraint kyc_files__review check (num_nulls(review_storage_key, review_media_type, review_byte_size) in (0, 3)),
  add constraint kyc_files__preview check (num_nulls(preview_storage_key, preview_width, preview_height) in (0, 3));
