-- Events to pull (contract 3.8, docs/decisions/0061-events-to-pull.md): what an organization was told stands in an order that no later
-- commit can precede, as lists do (0017). Many are published in one transaction, so a place among them stands behind the position.
--
-- What was told before is not in it: tests cannot be told from events there. Columns first and defaults apart, so that no row is rewritten;
-- the defaults serve processes of the release before, which do not know the columns. A message without a position is not in the stream.
create sequence webhook_messages_stream_place as bigint;
alter table webhook_messages add column list_position bigint, add column stream_place bigint;
alter table webhook_messages alter column list_position set default next_list_position(),
  alter column stream_place set default nextval('webhook_messages_stream_place');
alter sequence webhook_messages_stream_place owned by webhook_messages.stream_place;
create index webhook_messages__in_stream on webhook_messages (organization_id, list_position, stream_place) where list_position is not null;

-- Each organization's last event that went by its age: who stands there has lost nothing, and goes on from there.
create table event_stream_marks (
  organization_id uuid primary key references organizations (id),
  message_id text not null,
  list_position bigint not null,
  stream_place bigint not null
);

-- What organizations were told in the last 30 days, whether or not the purge has come by. The seller is looked up row by row: as a join
-- it could be made for all that is kept.
create view told_events as
select m.id, m.organization_id, m.type, m.body, m.list_position, m.stream_place,
  (select s.seller_id from event_sellers s where s.id = m.event_id) as seller_id
from webhook_messages m
where m.list_position is not null and m.created_at > now() - interval '30 days';

-- Where a reader may stand.
create view event_stream_places as
select id, organization_id, list_position, stream_place, created_at > now() - interval '30 days' as is_kept
from webhook_messages where list_position is not null
union all
select message_id, organization_id, list_position, stream_place, false from event_stream_marks;

-- Clients that may act at all. Made by `organizations`.
create view acting_clients as
select c.client_id, c.organization_id
from api_clients c join acting_organizations o on o.id = c.organization_id
where c.disabled_at is null;
