-- In how many requests an upload came: each costs us something, however little it brings (decision 0024).
alter table uploads add column pieces integer not null default 0;

-- The folder that holds this database's files: one for all processes, known by a mark in it (decision 0024). Not marked yet: the first
-- process that starts with it is about to do so.
create table data_folders (
  only_one boolean primary key default true constraint data_folders__one check (only_one),
  id uuid not null,
  marked_at timestamptz
);
