-- Sessions of the page that their visitor ended: copies of their cookies open nothing, until these would have run out by themselves.
create table ended_sessions (
  id uuid primary key,
  ended_at timestamptz not null default now()
);
create index ended_sessions__by_time on ended_sessions (ended_at);
