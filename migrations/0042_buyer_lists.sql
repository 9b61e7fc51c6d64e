-- The same for buyers (0040, 0041): how many a seller has is the sum of both tables, and each order has an index.
create table buyer_tallies (
  seller_id uuid not null references sellers (id),
  status text not null,
  count bigint not null,
  primary key (seller_id, status)
) with (fillfactor = 50);

create table buyer_moves (
  seller_id uuid not null,
  status text not null,
  change bigint not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 10000);
create index buyer_moves__of_seller on buyer_moves (seller_id);

create function note_buyer_moves() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into buyer_moves (seller_id, status, change) select seller_id, status, count(*) from come group by 1, 2;
  elsif tg_op = 'DELETE' then
    insert into buyer_moves (seller_id, status, change) select seller_id, status, -count(*) from gone group by 1, 2;
  else
    insert into buyer_moves (seller_id, status, change)
      select seller_id, status, sum(change)
      from (select seller_id, status, 1 as change from come union all select seller_id, status, -1 from gone) as moved
      group by 1, 2 having sum(change) <> 0;
  end if;
  return null;
end $$;

-- As in 0040: before the buyers of today are counted. Whoever writes buyers waits until this migration is over.
create trigger buyers__come after insert on buyers
  referencing new table as come for each statement execute function note_buyer_moves();
create trigger buyers__gone after delete on buyers
  referencing old table as gone for each statement execute function note_buyer_moves();
create trigger buyers__moved after update on buyers
  referencing old table as gone new table as come for each statement execute function note_buyer_moves();

insert into buyer_tallies (seller_id, status, count) select seller_id, status, count(*) from buyers group by 1, 2;

create index buyers__by_created on buyers (seller_id, status, created_at desc, id);
create index buyers__by_updated on buyers (seller_id, status, updated_at desc, id);
create index buyers__by_name on buyers (seller_id, status, company_name, id);
create index buyers__by_vat_number on buyers (seller_id, status, vat_number, id);
create index buyers__in_order on buyers (seller_id, status, list_position, id);

-- Processes of the release before list slowly until they are gone: they looked for these.
drop index buyers__by_seller;
drop index buyers__by_position;
