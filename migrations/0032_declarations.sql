-- The declaration that a buyer may fill in on the page (decision 0037): per organization, whether he may, and in which words. Without
-- a row he may, in the words of the house. Set by the operator.
create table declaration_settings (
  organization_id uuid primary key references organizations (id) on delete cascade,
  is_on boolean not null default true,
  -- title and statements by language, judged when it was set; null: the words of the house
  template jsonb,
  updated_at timestamptz not null default now()
);

-- Made of that form: of these one waits in a draft, the newest.
alter table kyc_files add column is_from_form boolean not null default false;

-- Volatile, as draft_file_ids: it sees what was committed while its caller waited for the invitation's lock.
create function draft_form_file_ids(the_invitation_id uuid) returns uuid[] language sql volatile as
$$ select array(select id from kyc_files where invitation_id = the_invitation_id and is_from_form order by id) $$;
