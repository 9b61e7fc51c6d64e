-- Answers of writes by key (contract 2.4). The key itself is kept as a hash, the answer encrypted.
create table idempotency_keys (
  -- No foreign key: it would lock the organization's row in every write, and organizations are disabled, never deleted.
  organization_id uuid not null,
  key_hash bytea not null,
  fingerprint bytea not null,
  answer bytea not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, key_hash)
);
-- For the purge; rows come in the order of their age, so a block range index serves at almost no cost for the writes.
create index idempotency_keys__by_age on idempotency_keys using brin (created_at);

-- True when the answer stored before has outlived its 24 hours and may be replaced; NT002 otherwise.
create function idempotency_replaceable(stored_at timestamptz) returns boolean language plpgsql stable as $$
begin
  if stored_at <= now() - interval '24 hours' then
    return true;
  end if;
  raise exception 'idempotency key already answered' using errcode = 'NT002';
end $$;

-- Call counts of the running windows (contract 2.7). Unlogged: a crash of the database server starts fresh windows.
create unlogged table rate_windows (
  scope text not null,
  category text not null,
  minute_started_at timestamptz not null,
  minute_count bigint not null,
  burst_started_at timestamptz not null,
  burst_count bigint not null,
  primary key (scope, category)
);

-- Who did what. Rows with an invitation_id are that invitation's activity (contract 3.4). No secrets, no free text of persons.
create table audit_events (
  id bigint generated always as identity primary key,
  occurred_at timestamptz not null default now(),
  action text not null,
  actor_kind text not null constraint audit_events__actor_kind check (actor_kind in ('CLIENT', 'BUYER', 'SYSTEM', 'OPERATOR')),
  actor_id text,
  organization_id uuid,
  seller_id uuid,
  subject_id uuid,
  invitation_id uuid,
  request_id uuid,
  details jsonb not null default '{}'
);
create index audit_events__of_invitation on audit_events (invitation_id, id) where invitation_id is not null;

-- Keys of the link MAC (contract 3.5), wrapped by the master key. A key signs new links from active_from on.
create table link_keys (
  kid smallint primary key constraint link_keys__kid_range check (kid between 1 and 255),
  wrapped_key bytea not null,
  active_from timestamptz not null,
  created_at timestamptz not null default now()
);

-- Facts for webhooks, written in the business transaction (contract 6); fanned out per organization when delivered.
create table events (
  id uuid primary key default gen_random_uuid(),
  type text not null,
  source text not null constraint events__source check (source in ('API', 'WEB_APP', 'SYSTEM')),
  seller_id uuid not null references sellers (id),
  data jsonb not null,
  created_at timestamptz not null default now()
);
create index events__by_age on events (created_at, id);

-- Takes up to `wanted` calls out of the running minute and the running 10 seconds, whichever has less left, in one step.
create function take_calls(
  the_scope text, the_category text, per_minute bigint, per_burst bigint, wanted bigint,
  out granted bigint, out remaining bigint, out minute_ends_at timestamptz, out usable_until timestamptz, out retry_at timestamptz
) language plpgsql volatile as $$
declare
  w rate_windows;
  moment timestamptz := clock_timestamp();
begin
  insert into rate_windows values (the_scope, the_category, moment, 0, moment, 0) on conflict do nothing;
  select * into w from rate_windows where scope = the_scope and category = the_category for update;
  moment := clock_timestamp();
  if w.minute_started_at + interval '60 seconds' <= moment then
    w.minute_started_at := moment;
    w.minute_count := 0;
  end if;
  if w.burst_started_at + interval '10 seconds' <= moment then
    w.burst_started_at := moment;
    w.burst_count := 0;
  end if;
  granted := greatest(0, least(wanted, per_minute - w.minute_count, per_burst - w.burst_count));
  update rate_windows set
    minute_started_at = w.minute_started_at, minute_count = w.minute_count + granted,
    burst_started_at = w.burst_started_at, burst_count = w.burst_count + granted
  where scope = the_scope and category = the_category;
  remaining := greatest(0, per_minute - w.minute_count - granted);
  minute_ends_at := w.minute_started_at + interval '60 seconds';
  usable_until := least(minute_ends_at, w.burst_started_at + interval '10 seconds');
  retry_at := case when remaining = 0 then minute_ends_at else w.burst_started_at + interval '10 seconds' end;
end $$;
