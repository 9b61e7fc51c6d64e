-- What is listed of prospects. A list is ordered by when its rows were made: these were by their submission.
create view listed_prospects as
  select id, seller_id, invitation_id, status, type, company_name, vat_number, street, post_code, city, country, submission_id,
    submitted_at, submitted_at as created_at, decided_at, buyer_id, decline_reason, vies_result, vies_checked_at, list_position
  from prospects where status <> 'DRAFT';
