-- "I cannot supply this, because ...": the buyer's answer for a requested document that he has not got (decision 0036). One of an
-- invitation and type, the newest; of the draft until he sends, of the submission from then on.
create table kyc_not_supplied (
  invitation_id uuid not null references invitations (id),
  type text not null,
  -- sealed under the master key; null where the operator erased the words
  reason bytea,
  answered_at timestamptz not null default now(),
  primary key (invitation_id, type)
);

-- Its types, in order. Volatile, as draft_file_ids: it sees what was committed while its caller waited for the invitation's lock.
create function types_not_supplied(the_invitation_id uuid) returns text[] language sql volatile as
$$ select array(select type from kyc_not_supplied where invitation_id = the_invitation_id order by type collate "C") $$;
