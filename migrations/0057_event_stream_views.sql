-- The views of 0056, so that each is walked by an index alone: whose event it is, is asked of those that are shown, and what stands behind a
-- place of the one next to it. No release has them otherwise.
drop view told_events;
create view told_events as
select id, organization_id, event_id, type, body, list_position, stream_place
from webhook_messages
where list_position is not null and created_at > now() - interval '30 days';

-- Where a reader may stand: `is_good` as long as nothing behind it has gone by its age.
drop view event_stream_places;
create view event_stream_places as
select p.id, p.organization_id, p.list_position, p.stream_place,
  p.is_kept or not exists (
    select from event_stream_marks k
    where k.organization_id = p.organization_id and (k.list_position, k.stream_place) > (p.list_position, p.stream_place))
  and coalesce((
    select n.created_at > now() - interval '30 days' from webhook_messages n
    where n.organization_id = p.organization_id and n.list_position is not null
      and (n.list_position, n.stream_place) > (p.list_position, p.stream_place)
    order by n.list_position, n.stream_place limit 1), true) as is_good
from (
  select id, organization_id, list_position, stream_place, created_at > now() - interval '30 days' as is_kept
  from webhook_messages where list_position is not null
  union all
  select message_id, organization_id, list_position, stream_place, false from event_stream_marks) p;
