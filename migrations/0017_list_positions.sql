-- Lists can be gone through in an order that no later commit can precede (docs/decisions/0020-lists-by-cursor.md). Clocks and
-- sequences are read before the commit; which transactions may still commit is known only by their ids, and these start low again
-- where a dump is restored. So a position is a timeline and a transaction's id.

-- The histories that the rows come from, the present one last: a dump brings its own along.
create table database_timelines (
  number integer primary key constraint database_timelines__number check (number between 1 and 3000),
  identity text not null
);

-- Another one after a restore (another cluster), and after a promotion or a recovery to an earlier point (another timeline of the log).
create function database_identity() returns text language sql stable as
$$ select (pg_control_system()).system_identifier || '/' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) $$;

-- Whoever writes first in a new history numbers it; others who are about to wait for him.
create function next_list_position() returns bigint language plpgsql volatile as $$
declare timeline bigint;
begin
  loop
    select number into timeline from database_timelines
      where number = (select max(number) from database_timelines) and identity = database_identity();
    if found then
      return (timeline << 48) | pg_current_xact_id()::text::bigint;
    end if;
    insert into database_timelines (number, identity)
      select coalesce(max(number), 0) + 1, database_identity() from database_timelines on conflict do nothing;
  end loop;
end $$;

-- From here on a later commit may put rows; below it none can.
create function list_horizon() returns bigint language sql stable as $$
  select coalesce((
    select case when identity = database_identity() then (number::bigint << 48) | pg_snapshot_xmin(pg_current_snapshot())::text::bigint
      else (number + 1)::bigint << 48 end
    from database_timelines order by number desc limit 1), 1::bigint << 48) $$;

-- Rows that are here already come first. The default is set apart, so that they are not rewritten; it serves processes of the release
-- before as well, which do not know the column.
alter table buyers add column list_position bigint not null default 0;
alter table buyers alter column list_position set default next_list_position();
create index buyers__by_position on buyers (seller_id, list_position, id);

alter table invitations add column list_position bigint not null default 0;
alter table invitations alter column list_position set default next_list_position();
create index invitations__of_seller_by_position on invitations (seller_id, list_position, id);
create index invitations__of_buyer_by_position on invitations (seller_id, buyer_id, list_position, id);
