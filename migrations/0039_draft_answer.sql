-- What a draft says of the company data; nothing where the buyer has said nothing. Volatile, as draft_file_ids: it sees what was committed while its caller waited for the invitation's lock.
create function draft_answer(the_invitation_id uuid) returns table (company_confirmed boolean, company_remark text, company_corrections jsonb) language sql volatile as
$$ select d.company_confirmed, d.company_remark, d.company_corrections from kyc_drafts d where d.invitation_id = the_invitation_id $$;
