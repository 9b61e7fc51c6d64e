-- Who may call (contract 1): an organization owns clients and grants on sellers.
create table organizations (
  id uuid primary key default gen_random_uuid(),
  slug text not null constraint organizations__slug_unique unique
    constraint organizations__slug_form check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null,
  admin_email text,
  rate_limit_tier text not null default 'STANDARD'
    constraint organizations__tier check (rate_limit_tier in ('STANDARD', 'HIGH_VOLUME', 'ENTERPRISE')),
  -- ENTERPRISE only: calls per minute in each category
  read_per_minute integer, write_per_minute integer, webhook_per_minute integer,
  allow_marketplace_led_kyc boolean not null default false,
  allow_multi_vin_orders boolean not null default false,
  allow_contact_personal_data boolean not null default false,
  allow_kyc_document_download boolean not null default false,
  dpa_version text,
  dpa_accepted_at timestamptz,
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  constraint organizations__enterprise_limits check (
    (rate_limit_tier = 'ENTERPRISE')
      = (read_per_minute is not null and write_per_minute is not null and webhook_per_minute is not null))
);

create table api_clients (
  client_id text primary key,
  organization_id uuid not null references organizations (id),
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);
create index api_clients__by_organization on api_clients (organization_id);

create table sellers (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  country text not null constraint sellers__country_form check (country ~ '^[A-Z]{2}$'),
  created_at timestamptz not null default now()
);

create table grants (
  organization_id uuid not null references organizations (id),
  seller_id uuid not null references sellers (id),
  created_at timestamptz not null default now(),
  primary key (organization_id, seller_id)
);
create index grants__by_seller on grants (seller_id);
