-- The key of the seal on papers, made by the service itself where the operator gives none: one for all processes. The certificate is
-- public; the key is sealed under the master key.
create table seal_keys (
  place text primary key,
  certificate bytea not null,
  sealed_key bytea not null,
  created_at timestamptz not null default now(),
  constraint seal_keys__one check (place = 'own')
);
