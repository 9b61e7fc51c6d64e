-- Checks of VAT numbers against VIES (docs/decisions/0047-vat-numbers-checked.md). A check is written when it is wished for, and ends
-- once; what has ended is history. Places in lists are taken when it ends.
create table vies_checks (
  id uuid primary key,
  seller_id uuid not null,
  buyer_id uuid not null,
  vat_number text not null,
  cause text not null constraint vies_checks__cause check (cause in ('MANUAL', 'DAILY', 'FIRST')),
  status text not null default 'QUEUED' constraint vies_checks__status check (status in ('QUEUED', 'IN_PROGRESS', 'DONE')),
  tries integer not null default 0,
  result text constraint vies_checks__result check (result in ('VALID', 'INVALID', 'UNKNOWN')),
  error text,
  request_identifier text,
  sealed_company bytea,
  created_at timestamptz not null default now(),
  checked_at timestamptz,
  list_position bigint not null default 0,
  constraint vies_checks__ended check (
    case when status = 'DONE' then result is not null and checked_at is not null else result is null and checked_at is null end),
  constraint vies_checks__buyer foreign key (seller_id, buyer_id) references buyers (seller_id, id)
);
create unique index vies_checks__one_open on vies_checks (buyer_id) where status <> 'DONE';
create index vies_checks__of_buyer on vies_checks (seller_id, buyer_id, created_at desc, id);
create index vies_checks__answers on vies_checks (seller_id, buyer_id, vat_number, checked_at desc) where result in ('VALID', 'INVALID');
create index vies_checks__sealed on vies_checks (id) where sealed_company is not null;

-- Whom nobody asks meanwhile: a member state, or ALL of the service.
create table vies_breakers (
  scope text primary key,
  failures integer not null,
  reason text not null,
  open_until timestamptz
);

-- Buyers whose VAT number has not been checked since it was given.
create table vies_due (
  buyer_id uuid primary key,
  seller_id uuid not null,
  since timestamptz not null default now()
);
create index vies_due__by_age on vies_due (since);

create function note_new_vies_due() returns trigger language plpgsql as $$
begin
  insert into vies_due (buyer_id, seller_id) select id, seller_id from come on conflict do nothing;
  return null;
end $$;
create function note_vies_due() returns trigger language plpgsql as $$
begin
  insert into vies_due (buyer_id, seller_id) values (new.id, new.seller_id)
    on conflict (buyer_id) do update set since = excluded.since;
  return null;
end $$;
create trigger buyers__vies_due after insert on buyers
  referencing new table as come for each statement execute function note_new_vies_due();
create trigger buyers__vies_due_anew after update of vat_number on buyers
  for each row when (old.vat_number is distinct from new.vat_number) execute function note_vies_due();

insert into vies_due (buyer_id, seller_id, since) select id, seller_id, created_at from buyers on conflict do nothing;
