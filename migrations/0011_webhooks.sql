-- Webhooks (contract 6, strength 7). Endpoints belong to the organization; what they are told about belongs to sellers it has a grant on.
create table webhook_endpoints (
  id text primary key constraint webhook_endpoints__id_form check (id ~ '^wh_[0-9a-f]{32}$'),
  organization_id uuid not null references organizations (id),
  -- Which of the organization's twenty places it takes: two registrations at once cannot both have the last one.
  slot smallint not null constraint webhook_endpoints__slot check (slot between 1 and 20),
  url text not null,
  -- exact names or `segment.*`
  events text[] not null,
  -- null: every seller granted to the organization
  partner_ids uuid[],
  sealed_secret bytea not null,
  status text not null default 'ACTIVE' constraint webhook_endpoints__status check (status in ('ACTIVE', 'PAUSED', 'DISABLED')),
  -- of attempts, since the last success; both null-safe zero once one succeeds
  consecutive_failures integer not null default 0,
  failing_since timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint webhook_endpoints__one_per_slot unique (organization_id, slot)
);

-- One event as one organization is told of it: the very bytes, frozen when published. Kept as long as its deliveries.
create table webhook_messages (
  id text primary key constraint webhook_messages__id_form check (id ~ '^evt_[0-9a-f]{32}$'),
  organization_id uuid not null references organizations (id),
  -- the fact it tells; null for test events and those about endpoints themselves
  event_id uuid references events (id),
  type text not null,
  body bytea not null,
  created_at timestamptz not null default now(),
  constraint webhook_messages__once unique (event_id, organization_id)
);
create index webhook_messages__by_age on webhook_messages (created_at);

create table webhook_deliveries (
  id text primary key constraint webhook_deliveries__id_form check (id ~ '^del_[0-9a-f]{32}$'),
  -- the order in which they were published
  position bigint generated always as identity,
  organization_id uuid not null,
  endpoint_id text not null references webhook_endpoints (id) on delete cascade,
  message_id text not null references webhook_messages (id),
  event_type text not null,
  status text not null default 'PENDING' constraint webhook_deliveries__status check (status in ('PENDING', 'DELIVERED', 'FAILED')),
  attempts integer not null default 0,
  http_status integer,
  -- The plan of retries: from where its offsets count, and how many of them have been used. A replay and a resume begin a fresh
  -- one (null and 0); `attempts` goes on.
  first_attempt_at timestamptz,
  retries integer not null default 0,
  last_attempt_at timestamptz,
  -- null once it is over; while the endpoint is paused it is held, whatever stands here
  next_attempt_at timestamptz,
  -- who is at it: nobody else until then, and only who knows the fence may write the outcome
  leased_until timestamptz,
  fence bigint not null default 0,
  created_at timestamptz not null default now(),
  constraint webhook_deliveries__over check ((status = 'PENDING') = (next_attempt_at is not null))
);
create index webhook_deliveries__due on webhook_deliveries (endpoint_id, next_attempt_at, position) where status = 'PENDING';
create index webhook_deliveries__of_endpoint on webhook_deliveries (endpoint_id, position desc);
create index webhook_deliveries__of_message on webhook_deliveries (message_id);
create index webhook_deliveries__by_age on webhook_deliveries (created_at);

-- Each try: what came back, or why nothing did. No bodies, no addresses.
create table webhook_attempts (
  delivery_id text not null references webhook_deliveries (id) on delete cascade,
  attempt integer not null,
  attempted_at timestamptz not null,
  duration_ms integer not null,
  http_status integer,
  -- a word of a closed list, such as timeout, refused-address, tls; null where an answer came
  failure text,
  primary key (delivery_id, attempt)
);

-- Which events still have to be published.
alter table events add column published_at timestamptz;
create index events__to_publish on events (created_at, id) where published_at is null;

-- Wakes the publishers; what it says is only that there is something to look for.
create function notify_event() returns trigger language plpgsql as $$
begin
  perform pg_notify('nt24_events', '');
  return null;
end $$;
create trigger events__notify after insert on events for each statement execute function notify_event();

-- The admin's mail about an endpoint that was paused: a mail of no invitation.
alter table mails alter column invitation_id drop not null, alter column link_version drop not null,
  add column endpoint_id text references webhook_endpoints (id) on delete cascade;
alter table mails drop constraint mails__kind;
alter table mails add constraint mails__kind
  check (kind in ('INVITATION', 'REMINDER', 'RECEIPT', 'NEW_LINK_REQUEST', 'ABUSE_REPORT', 'WEBHOOK_PAUSED'));
alter table mails add constraint mails__subject check (case kind
  when 'WEBHOOK_PAUSED' then endpoint_id is not null and invitation_id is null
  else endpoint_id is null and invitation_id is not null and link_version is not null end);
create index mails__of_endpoint on mails (endpoint_id) where endpoint_id is not null;
