-- In how many requests an upload came: each costs us something, however little it brings (decision 0024).
alter table uploads add column pieces integer not null default 0;

-- The folder that holds this database's files: one for all processes, known by a mark in it (decision 0024). Not marked yet: the first
-- process that starts with it is about to do so.
create table data_folders (
  only_one boolean primary key default true constraint data_folders__one check (only_one),
  id uuid not null,
  marked_at timestamptz
);

-- Whose quota a file counts for: of the organization that sent it, or that invited who sent it. Null for files older than this, and
-- those of processes of the release before.
alter table stored_files add column counted_for uuid;

-- Sums of it, kept by the statements that write stored_files themselves, so that no call has to add up files. They may be read and
-- summed at any time, and are locked last of all and in one order.
create table stored_bytes (
  counted_for uuid,
  role text not null,
  bytes bigint not null,
  constraint stored_bytes__one_sum unique nulls not distinct (counted_for, role)
);

create function count_stored_bytes() returns trigger language plpgsql as $$
begin
  insert into stored_bytes as b (counted_for, role, bytes)
    select counted_for, role, sum(coalesce(byte_size, 0)) * case tg_op when 'DELETE' then -1 else 1 end
    from changed group by counted_for, role order by counted_for, role
    on conflict (counted_for, role) do update set bytes = b.bytes + excluded.bytes;
  return null;
end $$;

create trigger stored_files__more_bytes after insert on stored_files
  referencing new table as changed for each statement execute function count_stored_bytes();
create trigger stored_files__fewer_bytes after delete on stored_files
  referencing old table as changed for each statement execute function count_stored_bytes();

insert into stored_bytes (counted_for, role, bytes)
  select null, role, sum(coalesce(byte_size, 0)) from stored_files group by role;

create function stored_bytes_of(the_organization_id uuid) returns bigint language sql stable as
$$ select coalesce(sum(bytes), 0)::bigint from stored_bytes where counted_for = the_organization_id $$;
