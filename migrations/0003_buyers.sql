create table buyers (
  id uuid primary key,
  seller_id uuid not null references sellers (id),
  vat_number text not null,
  company_name text not null,
  address_id uuid not null,
  street text not null,
  post_code text not null,
  city text not null,
  country text not null,
  kyc_mode text not null constraint buyers__kyc_mode check (kyc_mode in ('MARKETPLACE_LED', 'NT24_LED')),
  status text not null default 'ACTIVE' constraint buyers__status check (status in ('ACTIVE', 'BLOCKED')),
  version integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint buyers__vat_number_unique unique (seller_id, vat_number),
  constraint buyers__seller_scope unique (seller_id, id)
);
create index buyers__by_seller on buyers (seller_id, created_at desc, id);

create table buyer_contacts (
  id uuid primary key default gen_random_uuid(),
  seller_id uuid not null,
  buyer_id uuid not null,
  position integer not null,
  first_name text not null,
  last_name text not null,
  email text not null,
  phone text,
  created_at timestamptz not null default now(),
  constraint buyer_contacts__buyer foreign key (seller_id, buyer_id) references buyers (seller_id, id)
);
create index buyer_contacts__of_buyer on buyer_contacts (seller_id, buyer_id, position);
