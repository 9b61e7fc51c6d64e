-- Links by which a second device joined a session of the page: each is good once, and for minutes.
create table used_device_links (
  id uuid primary key,
  used_at timestamptz not null default now()
);
create index used_device_links__by_time on used_device_links (used_at);
