-- Whom buyers ask at the seller: shown on their pages and in their mails, set by the operator and by organizations with a grant on it.
create table seller_contacts (
  seller_id uuid primary key references sellers (id) on delete cascade,
  name text, email text, phone text, postal_address text,
  updated_at timestamptz not null default now(),
  constraint seller_contacts__reachable check (num_nonnulls(email, phone, postal_address) > 0)
);
