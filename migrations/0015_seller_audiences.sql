-- Who may be told of what happens to a seller: every organization with a grant on it that is not disabled. Made by `organizations`
-- for those who publish, so that they need not know its tables.
create view seller_audiences as
select g.seller_id, g.organization_id
from grants g join organizations o on o.id = g.organization_id
where o.disabled_at is null;
