-- How many invitations a seller has is known without counting them (docs/decisions/0045-flat-lists.md): each statement that changes
-- invitations notes in the same commit what it changed of the numbers, and a job of the workers adds the notes up. The number is always
-- the sum of both tables, read in one statement.
create table invitation_tallies (
  seller_id uuid not null references sellers (id),
  -- 'ALL' of one day, -infinity; by the day on which they were made; by the day on which they end. Days are those of UTC.
  counted_by text not null constraint invitation_tallies__counted_by check (counted_by in ('ALL', 'CREATED', 'EXPIRES')),
  kind text not null,
  -- as stored: the clock's EXPIRED is asked for besides
  status text not null,
  day date not null,
  count bigint not null,
  primary key (seller_id, counted_by, kind, status, day)
) with (fillfactor = 70);

create table invitation_moves (
  seller_id uuid not null,
  kind text not null,
  status text not null,
  created_on date not null,
  expires_on date not null,
  change bigint not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 10000);
create index invitation_moves__of_seller on invitation_moves (seller_id);

-- The days do not depend on who asks.
create function utc_day(instant timestamptz) returns date language sql immutable parallel safe as
$$ select (instant at time zone 'UTC')::date $$;

create function note_invitation_moves() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into invitation_moves (seller_id, kind, status, created_on, expires_on, change)
      select seller_id, kind, status, utc_day(created_at), utc_day(expires_at), count(*) from come group by 1, 2, 3, 4, 5;
  elsif tg_op = 'DELETE' then
    insert into invitation_moves (seller_id, kind, status, created_on, expires_on, change)
      select seller_id, kind, status, utc_day(created_at), utc_day(expires_at), -count(*) from gone group by 1, 2, 3, 4, 5;
  else
    insert into invitation_moves (seller_id, kind, status, created_on, expires_on, change)
      select seller_id, kind, status, utc_day(created_at), utc_day(expires_at), sum(change)
      from (select seller_id, kind, status, created_at, expires_at, 1 as change from come
        union all select seller_id, kind, status, created_at, expires_at, -1 from gone) as moved
      group by 1, 2, 3, 4, 5 having sum(change) <> 0;
  end if;
  return null;
end $$;

-- Statements and not rows: many calls may share a commit. Made before the invitations of today are counted: its lock lets no change of
-- theirs slip in between, and holds up whoever changes invitations until the counting is over, the longer the more there are; reading goes
-- on. Processes of the release before count along, as it is the database that does it.
create trigger invitations__come after insert on invitations
  referencing new table as come for each statement execute function note_invitation_moves();
create trigger invitations__gone after delete on invitations
  referencing old table as gone for each statement execute function note_invitation_moves();
create trigger invitations__moved after update on invitations
  referencing old table as gone new table as come for each statement execute function note_invitation_moves();

insert into invitation_tallies (seller_id, counted_by, kind, status, day, count)
  with counted as (
    select seller_id, kind, status, utc_day(created_at) as created_on, utc_day(expires_at) as expires_on, count(*) as count
    from invitations group by 1, 2, 3, 4, 5)
  select seller_id, 'ALL', kind, status, date '-infinity', sum(count) from counted group by 1, 2, 3, 4, 5
  union all select seller_id, 'CREATED', kind, status, created_on, sum(count) from counted group by 1, 2, 3, 4, 5
  union all select seller_id, 'EXPIRES', kind, status, expires_on, sum(count) from counted group by 1, 2, 3, 4, 5;
