-- Whose events these are, for those who deliver them: what is about a seller rests while its receiver may not act for him. Made by `core`.
create view event_sellers as select id, seller_id from events;
