-- Documents that were rejected or withdrawn stay in the file, with the reason.
alter table kyc_documents
  add column ended_at timestamptz,
  add column end_reason text,
  -- Of an erased buyer's: until when the law has it kept. Null: as long as the buyer is there.
  add column keep_until timestamptz,
  drop constraint kyc_documents__status,
  add constraint kyc_documents__status check (status in ('ACTIVE', 'SUPERSEDED', 'REJECTED', 'WITHDRAWN')),
  add constraint kyc_documents__ended check ((status in ('REJECTED', 'WITHDRAWN')) = (ended_at is not null));
create index kyc_documents__kept on kyc_documents (keep_until) where keep_until is not null;

-- A buyer of whom everything was taken out that names people. The row stays, as what has happened speaks of it; it is BLOCKED for good.
alter table buyers
  add column erased_at timestamptz,
  add column erasure_reason text,
  add constraint buyers__erased check (erased_at is null or (status = 'BLOCKED' and company_name = '' and street = '' and post_code = '' and city = ''));

create or replace view buyer_facts as
  select id, seller_id, status, kyc_mode, company_name, vat_number, street, post_code, city, country, erased_at from buyers;

-- What hangs on a buyer. Volatile: they see what was committed while their caller waited for the buyer's lock.
create function contact_ids_of(the_seller_id uuid, the_buyer_id uuid) returns uuid[] language sql volatile as
$$ select coalesce(array_agg(c.id order by c.id), '{}') from buyer_contacts c where c.seller_id = the_seller_id and c.buyer_id = the_buyer_id $$;
create function document_ids_of(the_seller_id uuid, the_buyer_id uuid) returns uuid[] language sql volatile as
$$ select coalesce(array_agg(d.id order by d.id), '{}') from kyc_documents d where d.seller_id = the_seller_id and d.buyer_id = the_buyer_id $$;
