-- An order for each way to list a seller's invitations, whole or by kind and status (docs/decisions/0045-flat-lists.md). What is listed
-- without a status is put together of all of them, so that no order needs two indexes: each costs a revocation an entry.
-- Making an index holds up whoever changes invitations, the longer the more there are; reading goes on.
create index invitations__by_created on invitations (seller_id, kind, status, created_at desc, id);
create index invitations__by_end on invitations (seller_id, kind, status, expires_at, id);
create index invitations__by_position on invitations (seller_id, kind, status, list_position, id);
create index invitations__by_recipient on invitations (seller_id, lower(recipient_email), created_at desc, id)
  where recipient_email is not null;

-- Processes of the release before list slowly until they are gone: they looked for these.
drop index invitations__of_seller;
drop index invitations__of_seller_by_position;
