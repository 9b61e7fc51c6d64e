-- Two roles for one database: nt24_owner owns the tables and migrates them, nt24_runner serves and can neither alter nor drop anything.
-- Run by an administrator of the server, in the database meant, before or after the first migration, and as often as one likes:
--
--   createdb nt24 && psql -d nt24 -f deploy/postgres/roles.sql
--
-- Plain SQL, so that any client can run it. README.md beside it says what follows.

do $$
begin
  if to_regrole('nt24_owner') is null then
    create role nt24_owner login;
  end if;
  if to_regrole('nt24_runner') is null then
    create role nt24_runner login;
  end if;
  -- An administrator who is no superuser, as with a hosted server, acts for the owner below.
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant nt24_owner to %I', current_user);
  end if;
  execute format('alter database %I owner to nt24_owner', current_database());
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to nt24_runner', current_database());
end $$;

revoke all on schema public from public;
grant usage on schema public to nt24_runner;

-- What the migrations will make, the queue's schema included.
alter default privileges for role nt24_owner grant usage on schemas to nt24_runner;
alter default privileges for role nt24_owner grant select, insert, update, delete on tables to nt24_runner;
alter default privileges for role nt24_owner grant usage, select on sequences to nt24_runner;
alter default privileges for role nt24_owner revoke execute on functions from public;
alter default privileges for role nt24_owner grant execute on functions to nt24_runner;

-- What they have made.
do $$
declare made text;
begin
  foreach made in array array['public', 'graphile_worker'] loop
    if to_regnamespace(made) is not null then
      execute format('grant usage on schema %I to nt24_runner', made);
      execute format('grant select, insert, update, delete on all tables in schema %I to nt24_runner', made);
      execute format('grant usage, select on all sequences in schema %I to nt24_runner', made);
      execute format('grant execute on all functions in schema %I to nt24_runner', made);
    end if;
  end loop;
end $$;
