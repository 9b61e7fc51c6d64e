-- Whose each file of the store is (decision 0015). Written in the statement that writes the owner's row, whatever module that is of;
-- the sweep removes every file that has no row here.
create table stored_files (
  storage_key text primary key constraint stored_files__key_form check (storage_key ~ '^[0-9a-f]{32}$'),
  -- one that a module declares
  owner_kind text not null,
  owner_id uuid not null,
  role text not null constraint stored_files__role check (role in ('ORIGINAL', 'REVIEW', 'PREVIEW')),
  -- before it was sealed; null for previews that are older than this table
  byte_size bigint,
  created_at timestamptz not null default now()
);
create index stored_files__of_owner on stored_files (owner_kind, owner_id);

-- Processes of the release before this one know kyc_files alone, and the new sweep would take their files away. Until none of them
-- can be running, this writes for them; it goes with a later release. It finds nothing to do where the new code was at work.
create function stored_files_of_older_processes() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    delete from stored_files where storage_key in (old.storage_key, old.review_storage_key, old.preview_storage_key);
  else
    insert into stored_files (storage_key, owner_kind, owner_id, role, byte_size)
      select file.key, 'kyc-file', new.id, file.role, file.size
      from (values (new.storage_key, 'ORIGINAL', new.byte_size), (new.review_storage_key, 'REVIEW', new.review_byte_size),
        (new.preview_storage_key, 'PREVIEW', null)) as file (key, role, size)
      where file.key is not null
      on conflict do nothing;
  end if;
  return null;
end $$;

-- Before the files of today are copied: its lock lets no row of theirs slip in between.
create trigger kyc_files__of_older_processes after insert or delete on kyc_files
  for each row execute function stored_files_of_older_processes();

insert into stored_files (storage_key, owner_kind, owner_id, role, byte_size, created_at)
  select file.key, 'kyc-file', f.id, file.role, file.size, f.created_at
  from kyc_files f cross join lateral (values (f.storage_key, 'ORIGINAL', f.byte_size),
    (f.review_storage_key, 'REVIEW', f.review_byte_size), (f.preview_storage_key, 'PREVIEW', null)) as file (key, role, size)
  where file.key is not null;
