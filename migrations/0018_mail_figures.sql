-- For the operator's figures: what became of the mails of the last day, and since when the oldest has been waiting.
create index mails__by_time on mails (created_at);
create index mails__unsent on mails (created_at) where status in ('QUEUED', 'SENDING');
