-- What a file holds beside what reviewers see of it (decision 0022). Null: not told, as the file came before this was looked for;
-- processes of the release before still write such rows.
alter table kyc_files
  add column active_content boolean,
  add column signed boolean,
  add column encrypted boolean,
  add constraint kyc_files__findings check (num_nulls(active_content, signed, encrypted) in (0, 3));
