-- A link key says which form of token it signs: 2 carries the seller as well. Processes of the release before read form 1 alone, so keys
-- that are here, and those that such a process still makes, go on signing it; the next rotation by this release changes over.
-- A retired key opens no link any more. It stays, so that the addresses of invitations that have ended can be shown as they were.
alter table link_keys
  add column token_form smallint not null default 1 constraint link_keys__token_form check (token_form in (1, 2)),
  add column retired_at timestamptz;

-- For statements that give an invitation its link: none is signed by a key that has gone meanwhile. Made by `links`.
create view retired_link_keys as select kid from link_keys where retired_at is not null;

-- The master keys that processes have had, so that none leaves MASTER_KEY while something is sealed under it.
create table master_keys (
  id smallint primary key constraint master_keys__id_range check (id between 1 and 255),
  -- derived from the key: whether another process means the same one by this id
  proof bytea not null,
  -- of what may be sealed under it; one by one they are taken out by a rewrap that leaves nothing of them
  kinds text[] not null,
  -- a process sealed by it then, or could have; null: it is only held ready
  last_sealing_at timestamptz,
  created_at timestamptz not null default now()
);

-- The few of many that a rewrap has to look at.
create index mails__sealed on mails (id) where sealed_facts is not null;

-- As before on a primary. A standby has no log of its own to write and is asked for none: what it has replayed is of the history that is
-- numbered last, and below its oldest transaction that is under way all have ended there as well.
create or replace function list_horizon() returns bigint language sql stable as $$
  select coalesce((
    select case when pg_is_in_recovery() then (number::bigint << 48) | pg_snapshot_xmin(pg_current_snapshot())::text::bigint
      when identity = database_identity() then (number::bigint << 48) | pg_snapshot_xmin(pg_current_snapshot())::text::bigint
      else (number + 1)::bigint << 48 end
    from database_timelines order by number desc limit 1), 1::bigint << 48) $$;
