-- What changes the numbers of 0040 and 0042 is noted more cheaply (docs/decisions/0046-cheaper-tallies.md): one row for each invitation
-- that changed, from what to what, and none where nothing changed that is counted. The views that are left in the place of the former
-- tables show the same as two moves: processes of the release before count by them along, and their folding fails until they are gone.
--
-- Holds up whoever changes invitations or buyers until it is over, the longer the more there are (each is looked at once); reading goes on.
drop trigger invitations__come on invitations;
drop trigger invitations__gone on invitations;
drop trigger invitations__moved on invitations;
drop function note_invitation_moves();
lock table invitation_moves;

insert into invitation_tallies as t (seller_id, counted_by, kind, status, day, count)
  select seller_id, counted_by, kind, status, day, sum(change) from (
    select seller_id, 'ALL' as counted_by, kind, status, date '-infinity' as day, change from invitation_moves
    union all select seller_id, 'CREATED', kind, status, created_on, change from invitation_moves
    union all select seller_id, 'EXPIRES', kind, status, expires_on, change from invitation_moves) as moved
  group by 1, 2, 3, 4, 5
  on conflict (seller_id, counted_by, kind, status, day) do update set count = t.count + excluded.count;
drop table invitation_moves;

-- Of a day of making: a position that no invitation of it comes before. What was made after an instant is gone through by cursor from the
-- least of its days on.
alter table invitation_tallies add column first_position bigint;
update invitation_tallies t set first_position = f.first_position
from (select seller_id, kind, status, utc_day(created_at) as day, min(list_position) as first_position from invitations group by 1, 2, 3, 4) as f
where (t.seller_id, t.counted_by, t.kind, t.status, t.day) = (f.seller_id, 'CREATED', f.kind, f.status, f.day);
-- Whose invitations are all gone.
delete from invitation_tallies where count = 0;

-- Without an index, which would cost each write: they are gone within seconds, and a reader goes through those of all sellers.
create table invitation_changes (
  seller_id uuid not null,
  kind text not null,
  -- null: there was none
  was_status text,
  was_expires_at timestamptz,
  -- null: there is none any more
  status text,
  expires_at timestamptz,
  created_at timestamptz not null,
  -- of one that came
  list_position bigint
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 10000);

create view invitation_moves as
  select c.seller_id, c.kind, m.status, utc_day(c.created_at) as created_on, utc_day(m.expires_at) as expires_on, m.change
  from invitation_changes c
    cross join lateral (values (c.was_status, c.was_expires_at, -1::bigint), (c.status, c.expires_at, 1::bigint)) as m (status, expires_at, change)
  where m.status is not null;

-- One for each event, without a question in it, and with a short `when`: each word of them costs every write.
create function note_invitation_come() returns trigger language plpgsql as $$
begin
  insert into invitation_changes (seller_id, kind, status, expires_at, created_at, list_position)
  values (new.seller_id, new.kind, new.status, new.expires_at, new.created_at, new.list_position);
  return null;
end $$;

create function note_invitation_gone() returns trigger language plpgsql as $$
begin
  insert into invitation_changes (seller_id, kind, was_status, was_expires_at, created_at)
  values (old.seller_id, old.kind, old.status, old.expires_at, old.created_at);
  return null;
end $$;

create function note_invitation_moved() returns trigger language plpgsql as $$
begin
  insert into invitation_changes (seller_id, kind, was_status, was_expires_at, status, expires_at, created_at)
  values (new.seller_id, new.kind, old.status, old.expires_at, new.status, new.expires_at, new.created_at);
  return null;
end $$;

create trigger invitations__come after insert on invitations for each row execute function note_invitation_come();
create trigger invitations__gone after delete on invitations for each row execute function note_invitation_gone();
create trigger invitations__moved after update of status, expires_at on invitations for each row
  when (old.status <> new.status or old.expires_at <> new.expires_at) execute function note_invitation_moved();

-- What the service never does. Where the status changes with it, the trigger above says so.
create function note_invitation_became() returns trigger language plpgsql as $$
begin
  insert into invitation_changes (seller_id, kind, was_status, was_expires_at, status, expires_at, created_at, list_position)
  values (old.seller_id, old.kind, old.status, old.expires_at, null, null, old.created_at, null),
    (new.seller_id, new.kind, null, null, old.status, old.expires_at, new.created_at, new.list_position);
  return null;
end $$;
create trigger invitations__became after update of seller_id, kind, created_at, list_position on invitations for each row
  execute function note_invitation_became();

drop trigger buyers__come on buyers;
drop trigger buyers__gone on buyers;
drop trigger buyers__moved on buyers;
drop function note_buyer_moves();
lock table buyer_moves;

insert into buyer_tallies as t (seller_id, status, count)
  select seller_id, status, sum(change) from buyer_moves group by 1, 2
  on conflict (seller_id, status) do update set count = t.count + excluded.count;
drop table buyer_moves;

-- By the day on which they were made, and by the day on which they were last changed.
create table buyer_days (
  seller_id uuid not null references sellers (id),
  counted_by text not null constraint buyer_days__counted_by check (counted_by in ('CREATED', 'UPDATED')),
  status text not null,
  day date not null,
  count bigint not null,
  primary key (seller_id, counted_by, status, day)
) with (fillfactor = 70);

insert into buyer_days (seller_id, counted_by, status, day, count)
  select seller_id, 'CREATED', status, utc_day(created_at), count(*) from buyers group by 1, 2, 3, 4
  union all select seller_id, 'UPDATED', status, utc_day(updated_at), count(*) from buyers group by 1, 2, 3, 4;

create table buyer_changes (
  seller_id uuid not null,
  was_status text,
  was_created_at timestamptz,
  was_updated_at timestamptz,
  status text,
  created_at timestamptz,
  updated_at timestamptz
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 10000);

create view buyer_moves as
  select c.seller_id, m.status, utc_day(m.created_at) as created_on, utc_day(m.updated_at) as updated_on, m.change
  from buyer_changes c
    cross join lateral (values (c.was_status, c.was_created_at, c.was_updated_at, -1::bigint), (c.status, c.created_at, c.updated_at, 1::bigint))
      as m (status, created_at, updated_at, change)
  where m.status is not null;

-- A buyer's seller is part of what others refer to, and stays.
create function note_buyer_come() returns trigger language plpgsql as $$
begin
  insert into buyer_changes (seller_id, status, created_at, updated_at) values (new.seller_id, new.status, new.created_at, new.updated_at);
  return null;
end $$;

create function note_buyer_gone() returns trigger language plpgsql as $$
begin
  insert into buyer_changes (seller_id, was_status, was_created_at, was_updated_at)
  values (old.seller_id, old.status, old.created_at, old.updated_at);
  return null;
end $$;

create function note_buyer_moved() returns trigger language plpgsql as $$
begin
  insert into buyer_changes (seller_id, was_status, was_created_at, was_updated_at, status, created_at, updated_at)
  values (new.seller_id, old.status, old.created_at, old.updated_at, new.status, new.created_at, new.updated_at);
  return null;
end $$;

create trigger buyers__come after insert on buyers for each row execute function note_buyer_come();
create trigger buyers__gone after delete on buyers for each row execute function note_buyer_gone();
create trigger buyers__moved after update of status, updated_at, created_at on buyers for each row execute function note_buyer_moved();
