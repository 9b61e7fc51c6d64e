-- Whoever runs the service need not own the tables (docs/decisions/0027-two-database-roles.md). Who may do what is granted by
-- deploy/postgres/roles.sql; here is what no grant can say without knowing the names of roles.

-- The queue's tables are under row-level security without a policy, which lets nobody in but their owner. Whoever was granted the table
-- gets its rows.
do $$
declare its_table regclass;
begin
  for its_table in select oid from pg_class where relnamespace = 'graphile_worker'::regnamespace and relrowsecurity loop
    execute format('create policy nt24_as_granted on %s using (true) with check (true)', its_table);
  end loop;
end $$;

-- Who did what, who read what and which migrations ran are told by no one but those tables, and so are written, not rewritten.
create function refuse_unless_owner() returns trigger language plpgsql as $$
begin
  if not pg_has_role((select relowner from pg_class where oid = tg_relid), 'member') then
    raise exception 'only the owner of table % may %', tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege';
  end if;
  return null;
end $$;

create trigger audit_events__written_once before update or delete on audit_events
  for each statement execute function refuse_unless_owner();
create trigger pii_access_log__written_once before update or delete on pii_access_log
  for each statement execute function refuse_unless_owner();
create trigger schema_migrations__by_owner before insert or update or delete on schema_migrations
  for each statement execute function refuse_unless_owner();
create trigger migrations__by_owner before insert or update or delete on graphile_worker.migrations
  for each statement execute function refuse_unless_owner();

-- How often mail goes to one address: 3 in 10 minutes, 10 in a day. An organization is told when it has used that up for itself; what
-- several ask for together waits its turn, so that none learns of another's mails.
create table mail_recipients (
  -- A keyed hash of the address, and one of it with each organization that writes to it.
  recipient bytea primary key,
  -- The latest 10, oldest first; of several organizations together, when they go, which may be later.
  mailed_at timestamptz[] not null
);

-- When the next one may go.
create function mail_turn(mailed_at timestamptz[]) returns timestamptz language sql stable as $$
  select greatest(now(), mailed_at[cardinality(mailed_at) - 2] + interval '10 minutes', mailed_at[cardinality(mailed_at) - 9] + interval '1 day') $$;

-- True; NT003 when it may not go now.
create function mail_turn_is_now(mailed_at timestamptz[]) returns boolean language plpgsql stable as $$
begin
  if mail_turn(mailed_at) <= now() then
    return true;
  end if;
  raise exception 'too many mails to one address' using errcode = 'NT003';
end $$;

-- Null: at once.
alter table mails add column not_before timestamptz;
