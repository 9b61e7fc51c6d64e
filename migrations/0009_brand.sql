-- How the buyer's page and the mails look for a seller, or for all sellers of an organization: name, logo, colour. Set by the operator.
create table brands (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid constraint brands__of_organization unique references organizations (id) on delete cascade,
  seller_id uuid constraint brands__of_seller unique references sellers (id) on delete cascade,
  name text,
  color text constraint brands__color_form check (color ~ '^#[0-9a-f]{6}$'),
  -- A PNG as this service made it, and the SHA-256 that its address carries.
  logo bytea, logo_hash text, logo_width integer, logo_height integer,
  updated_at timestamptz not null default now(),
  constraint brands__one_owner check (num_nonnulls(organization_id, seller_id) = 1),
  constraint brands__whole_logo check (num_nonnulls(logo, logo_hash, logo_width, logo_height) in (0, 4))
);
create index brands__by_logo on brands (logo_hash) where logo_hash is not null;
