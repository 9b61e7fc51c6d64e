-- The files of a draft, in order. Volatile, so that it sees what was committed while its caller waited for the invitation's lock.
create function draft_file_ids(the_invitation_id uuid) returns uuid[] language sql volatile as
$$ select array(select id from kyc_files where invitation_id = the_invitation_id order by id) $$;
