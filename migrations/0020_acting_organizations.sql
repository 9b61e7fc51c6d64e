-- Organizations that may act at all, and for whom: neither disabled nor without a data processing agreement. What they set going for
-- a seller (links, uploads, reminders, mails) rests while they may not, as that of a blocked buyer does. Made by `organizations`.
create view acting_organizations as
select id from organizations where disabled_at is null and dpa_accepted_at is not null;

create view acting_grants as
select g.organization_id, g.seller_id
from grants g join acting_organizations o on o.id = g.organization_id;

create or replace view seller_audiences as
select seller_id, organization_id from acting_grants;
