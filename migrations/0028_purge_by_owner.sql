-- What is written once is also kept for a time only. Whoever runs the service may not delete a line of the trail or of the access log
-- (migration 0025); what is over the time that docs/retention.md states he may have deleted, by their owner.
create function purge_trail(at_most integer) returns integer language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  with gone as (
    delete from audit_events where id in (
      select id from (select id, occurred_at from audit_events order by id limit at_most for update skip locked) head
      where occurred_at < now() - interval '10 years')
    returning 1)
  select count(*)::integer from gone $$;

create function purge_readings(at_most integer) returns integer language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  with gone as (
    delete from pii_access_log where id in (
      select id from (select id, occurred_at from pii_access_log order by id limit at_most for update skip locked) head
      where occurred_at < now() - interval '6 years')
    returning 1)
  select count(*)::integer from gone $$;
