-- What happens while an organization may not act is told it all the same, and rests: both ends ask whether it may act, those who deliver
-- and those who pull. Left out here it would be lost for good once the organization may act again.
create or replace view seller_audiences as
select seller_id, organization_id from grants;
