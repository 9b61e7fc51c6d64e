-- What the product sends to the database, assembled, with the files that each statement is made of: so few that every piece of SQL in the
-- source is shown once. Made by `npm run statements` out of what a run of all tests sent. A part is what no test sends
-- through a database of its own, such as the operator's commands: as it stands in the source.

-- list: core/api/cursor.ts, core/api/lists.ts, core/api/wide-lists.ts, modules/self-service/invitations/list-repository.ts, modules/self-service/invitations/repository.ts, modules/self-service/invitations/tallies-repository.ts
with overdue as materialized (
  select id, created_at, expires_at, list_position from invitations
  where seller_id = $1::uuid and kind = any($2::text[]) and status = 'ACTIVE' and expires_at <= now() and created_at > $3::timestamptz), first_made as materialized (
  select least(
  (select min(first_position) from invitation_tallies where seller_id = $4::uuid and kind = any($5::text[])
  and counted_by = 'CREATED' and day >= utc_day($6::timestamptz)),
  (select min(list_position) from invitation_changes where seller_id = $7::uuid and created_at > $8::timestamptz)) as position), picked as materialized (
  select of_part.id, of_part.place from unnest($9::text[]) as of_kind (kind) cross join unnest($10::text[]) as of_status (status) cross join lateral (
  select id, list_position as place from invitations where seller_id = $11::uuid and kind = of_kind.kind and status = of_status.status and created_at + interval '0' > $12::timestamptz
  and id not in (select id from overdue) and (list_position, id) > (
  (select greatest(position - 1, $13::bigint) from first_made where position is not null),
  (select case when position - 1 > $14::bigint then $15::uuid else $16::uuid end from first_made))
  order by list_position asc, id limit $17::bigint) as of_part
  order by place asc, id limit $18::bigint offset $19::bigint)
  select id, seller_id, buyer_id, kind, invitation_status(status, expires_at) as status, recipient_email, label, locale, message,
  requested_documents, redirect_url, reminders, link_kid, link_version, usage_count, last_mail_at, created_at, expires_at, last_used_at,
  revoked_at, revocation_reason, date_trunc('milliseconds', now()) as now, list_position::text, (extract(epoch from created_at) * 1000000)::bigint::text as created_micros,
  (select list_horizon())::text as list_horizon from invitations where seller_id = $20::uuid and id = any(array(select id from picked)) order by list_position asc, id;

-- list: core/api/cursor.ts, core/api/lists.ts, modules/self-service/prospects/list-repository.ts, modules/self-service/prospects/prospect-repository.ts
select id, seller_id, invitation_id, status, type, company_name, vat_number, street, post_code, city, country, submission_id,
  submitted_at, decided_at, buyer_id, decline_reason, vies_result, vies_checked_at, list_position::text, (extract(epoch from created_at) * 1000000)::bigint::text as created_micros,
  (select list_horizon())::text as list_horizon from listed_prospects where seller_id = $1::uuid
  
  
  
  
  and (list_position, id) > ($2::bigint, $3::uuid) and not (list_position < $4::bigint
  and (created_at > timestamptz 'epoch' + $5::bigint * interval '1 microsecond' or (created_at = timestamptz 'epoch' + $6::bigint * interval '1 microsecond' and id <= $7::uuid)))
  order by list_position asc, id limit $8::bigint offset $9::bigint;

-- list: core/api/far-pages.ts, modules/parties/buyers/list-repository.ts
with 
  noted (day, count) as (select day, count from buyer_days where seller_id = $1::uuid and status = any($2::text[]) and counted_by = 'CREATED'
  union all select created_on, change from buyer_moves where seller_id = $3::uuid and status = any($4::text[])),
  days as (select day, sum(count) as count from noted group by day having sum(count) <> 0),
  placed as (select day, sum(count) over (order by day desc) as through, sum(count) over (order by day desc) - count as before_it from days),
  met as (select * from placed where through > $5::bigint and before_it < $6::bigint)
  select coalesce((select sum(count) from days), 0)::int as total,
  ((select min(day) from met)::timestamp at time zone 'UTC' - interval '1 microsecond')::text as after,
  (((select max(day) from met) + 1)::timestamp at time zone 'UTC')::text as before,
  ($7::bigint - coalesce((select min(before_it) from met), 0))::int as offset;

-- list: core/api/far-pages.ts, modules/parties/buyers/list-repository.ts
with 
  noted (day, count) as (select day, count from buyer_days where seller_id = $1::uuid and status = any($2::text[]) and counted_by = 'UPDATED'
  union all select updated_on, change from buyer_moves where seller_id = $3::uuid and status = any($4::text[])),
  days as (select day, sum(count) as count from noted group by day having sum(count) <> 0),
  placed as (select day, sum(count) over (order by day) as through, sum(count) over (order by day) - count as before_it from days),
  met as (select * from placed where through > $5::bigint and before_it < $6::bigint)
  select coalesce((select sum(count) from days), 0)::int as total,
  ((select min(day) from met)::timestamp at time zone 'UTC' - interval '1 microsecond')::text as after,
  (((select max(day) from met) + 1)::timestamp at time zone 'UTC')::text as before,
  ($7::bigint - coalesce((select min(before_it) from met), 0))::int as offset;

-- list: core/api/far-pages.ts, modules/self-service/invitations/tallies-repository.ts
with 
  noted (day, count) as (select day, count from invitation_tallies where seller_id = $1::uuid and kind = any($2::text[]) and status = any($3::text[]) and counted_by = 'CREATED' and day > utc_day($4::timestamptz)
  union all select created_on, change from invitation_moves where seller_id = $5::uuid and kind = any($6::text[]) and status = any($7::text[]) and created_on > utc_day($8::timestamptz)
  union all select utc_day($9::timestamptz), count(*) from invitations where seller_id = $10::uuid and kind = any($11::text[]) and status = any($12::text[]) and created_at > $13::timestamptz
  and created_at < (utc_day($14::timestamptz) + 1)::timestamp at time zone 'UTC'),
  days as (select day, sum(count) as count from noted group by day having sum(count) <> 0),
  placed as (select day, sum(count) over (order by day) as through, sum(count) over (order by day) - count as before_it from days),
  met as (select * from placed where through > $15::bigint and before_it < $16::bigint)
  select coalesce((select sum(count) from days), 0)::int as total,
  ((select min(day) from met)::timestamp at time zone 'UTC' - interval '1 microsecond')::text as after,
  (((select max(day) from met) + 1)::timestamp at time zone 'UTC')::text as before,
  ($17::bigint - coalesce((select min(before_it) from met), 0))::int as offset;

-- list: core/api/far-pages.ts, modules/self-service/invitations/tallies-repository.ts
with 
  noted (day, count) as (select day, count from invitation_tallies where seller_id = $1::uuid and kind = any($2::text[]) and status = any($3::text[]) and counted_by = 'EXPIRES'
  union all select expires_on, change from invitation_moves where seller_id = $4::uuid and kind = any($5::text[]) and status = any($6::text[])),
  days as (select day, sum(count) as count from noted group by day having sum(count) <> 0),
  placed as (select day, sum(count) over (order by day) as through, sum(count) over (order by day) - count as before_it from days),
  met as (select * from placed where through > $7::bigint and before_it < $8::bigint)
  select coalesce((select sum(count) from days), 0)::int as total,
  ((select min(day) from met)::timestamp at time zone 'UTC' - interval '1 microsecond')::text as after,
  (((select max(day) from met) + 1)::timestamp at time zone 'UTC')::text as before,
  ($9::bigint - coalesce((select min(before_it) from met), 0))::int as offset;

-- list: core/api/far-pages.ts, modules/self-service/invitations/tallies-repository.ts
with overdue as materialized (
  select id, created_at, expires_at, list_position from invitations
  where seller_id = $1::uuid and kind = any($2::text[]) and status = 'ACTIVE' and expires_at <= now() ), 
  noted (day, count) as (select day, count from invitation_tallies where seller_id = $3::uuid and kind = any($4::text[]) and status = any($5::text[]) and counted_by = 'CREATED'
  union all select created_on, change from invitation_moves where seller_id = $6::uuid and kind = any($7::text[]) and status = any($8::text[]) union all select utc_day(created_at), $9::int from overdue),
  days as (select day, sum(count) as count from noted group by day having sum(count) <> 0),
  placed as (select day, sum(count) over (order by day) as through, sum(count) over (order by day) - count as before_it from days),
  met as (select * from placed where through > $10::bigint and before_it < $11::bigint)
  select coalesce((select sum(count) from days), 0)::int as total,
  ((select min(day) from met)::timestamp at time zone 'UTC' - interval '1 microsecond')::text as after,
  (((select max(day) from met) + 1)::timestamp at time zone 'UTC')::text as before,
  ($12::bigint - coalesce((select min(before_it) from met), 0))::int as offset;

-- list: core/api/lists.ts, core/api/wide-lists.ts, modules/kyc/vies/list-repository.ts
with few as materialized (select id, created_at, list_position from vies_checks where seller_id = $1::uuid and buyer_id = $2::uuid and status = 'DONE')
  select id, vat_number, cause, result, error, request_identifier, sealed_company, checked_at, list_position::text, (extract(epoch from created_at) * 1000000)::bigint::text as created_micros,
  (select list_horizon())::text as list_horizon from vies_checks where seller_id = $3::uuid
  and id = any(array(select id from few where true and (list_position, id) > ($4::bigint, $5::uuid) order by list_position asc, id limit $6::bigint offset $7::bigint)) order by list_position asc, id;

-- list: core/api/lists.ts, core/api/wide-lists.ts, modules/parties/buyers/list-repository.ts, modules/parties/buyers/repository.ts
with few as materialized (select id, created_at, updated_at, company_name, vat_number, list_position from buyers where seller_id = $1::uuid and vat_number = any($2::text[])
  )
  select id, seller_id, vat_number, company_name, address_id, street, post_code, city, country, kyc_mode, status, version,
  created_at, updated_at, erased_at, list_position::text, (extract(epoch from created_at) * 1000000)::bigint::text as created_micros,
  (select list_horizon())::text as list_horizon from buyers where seller_id = $3::uuid
  and id = any(array(select id from few where true  order by created_at desc, id limit $4::bigint offset $5::bigint)) order by created_at desc, id;

-- list: core/api/lists.ts, core/api/wide-lists.ts, modules/self-service/invitations/list-repository.ts, modules/self-service/invitations/repository.ts
with few as materialized (select made.* from unnest($1::text[]) as of_kind (kind) cross join unnest($2::text[]) as of_status (status) cross join lateral (
  select id, created_at, expires_at, list_position from invitations where seller_id = $3::uuid and kind = of_kind.kind and status = of_status.status
  and created_at > $4::timestamptz ) as made)
  select id, seller_id, buyer_id, kind, invitation_status(status, expires_at) as status, recipient_email, label, locale, message,
  requested_documents, redirect_url, reminders, link_kid, link_version, usage_count, last_mail_at, created_at, expires_at, last_used_at,
  revoked_at, revocation_reason, date_trunc('milliseconds', now()) as now, list_position::text, (extract(epoch from created_at) * 1000000)::bigint::text as created_micros,
  (select list_horizon())::text as list_horizon from invitations where seller_id = $5::uuid
  and id = any(array(select id from few where true  order by expires_at asc, id limit $6::bigint offset $7::bigint)) order by expires_at asc, id;

-- list: core/audit/repository.ts
select action, occurred_at, actor_kind, actor_id, details
  from audit_events where seller_id = $1::uuid and invitation_id = $2::uuid and action = any($3::text[]) order by id limit $4::int offset $5::bigint;

-- list: core/audit/repository.ts
select count(*) filter (where action = any($1::text[]))::int as total,
  coalesce(array_agg(distinct action) filter (where action <> all($2::text[])), '{}') as others
  from audit_events where seller_id = $3::uuid and invitation_id = $4::uuid;

-- list: modules/delivery/event-stream/repository.ts
/* across sellers: all that the organization may act for */
  with looked_at as materialized (
  select id, event_id, type, list_position, stream_place from told_events
  where organization_id = $1::uuid
  and (list_position, stream_place) > ($2::bigint, $3::bigint)
  and list_position < (select list_horizon())
  and exists (select from acting_clients where organization_id = $4::uuid and client_id = $5)
  order by list_position, stream_place limit $6::int),
  shown as materialized (
  select l.*, (select convert_from(t.body, 'UTF8') from told_events t where t.id = l.id) as envelope from looked_at l
  where ($7::text[] is null or array[type, split_part(type, '.', 1) || '.*'] && $8::text[])
  and (select exists (select from acting_grants g where g.organization_id = $9::uuid and g.seller_id = s.seller_id)
  from event_sellers s where s.id = l.event_id) is not false
  order by list_position, stream_place limit $10::int),
  ending as materialized (select * from looked_at order by list_position desc, stream_place desc limit 1)
  select id, list_position, stream_place, envelope, null::int as looked_at from shown
  union all
  select id, list_position, stream_place, null, (select count(*)::int from looked_at) from ending
  order by looked_at nulls first, list_position, stream_place;

-- list: modules/delivery/event-stream/repository.ts
/* across sellers: whatever readers wait for */
  select (r.n - 1)::int as n, e.list_position < (select list_horizon()) as is_readable
  from unnest($1::uuid[],
  $2::bigint[], $3::bigint[])
  with ordinality as r (organization_id, list_position, stream_place, n)
  cross join lateral (
  select e.list_position from told_events e
  where e.organization_id = r.organization_id and (e.list_position, e.stream_place) > (r.list_position, r.stream_place)
  order by e.list_position, e.stream_place limit 1) e;

-- list: modules/delivery/event-stream/repository.ts
select id, list_position, stream_place from event_stream_places
  where organization_id = $1::uuid and list_position < (select list_horizon())
  order by list_position desc, stream_place desc limit 1;

-- list: modules/delivery/webhooks/delivery-history-repository.ts
select count(*)::int as total from webhook_deliveries d where d.organization_id = $1::uuid and d.endpoint_id = $2 and d.created_at > now() - interval '30 days'
  
  and d.created_at >= $3::timestamptz;

-- list: modules/kyc/documents/documents-of-draft.ts, modules/kyc/documents/draft-repository.ts, modules/self-service/prospects/erase-prospect.ts, modules/self-service/prospects/prospect-repository.ts
select (select count(*)::int from kyc_files f where f.invitation_id = draft.id) as total
  from (select id, seller_id from prospects
  where seller_id = $1::uuid and id = $2::uuid and status <> 'DRAFT') as draft;

-- list: modules/kyc/documents/documents-of-draft.ts, modules/self-service/prospects/erase-prospect.ts, modules/self-service/prospects/prospect-repository.ts
select f.id, f.type, f.file_name, f.media_type, f.byte_size, encode(f.sha256, 'hex') as sha256, f.scan, f.review_media_type,
  f.review_byte_size, f.active_content, f.signed, f.encrypted, f.created_at from (select id, seller_id from prospects
  where seller_id = $1::uuid and id = $2::uuid and status <> 'DRAFT') as draft join kyc_files f on f.invitation_id = draft.id
  order by f.created_at desc, f.id limit $3::int offset $4::bigint;

-- list: modules/kyc/documents/repository.ts
select (select count(*)::int from kyc_documents d where d.seller_id = $1::uuid and d.buyer_id = $2::uuid
  
  ) as total
  from buyer_facts b where b.seller_id = $3::uuid and b.id = $4::uuid;

-- list: modules/kyc/vies/list-repository.ts
select (select count(*)::int from vies_checks where seller_id = $1::uuid and buyer_id = $2::uuid and status = 'DONE') as total
  from buyer_facts b where b.seller_id = $3::uuid and b.id = $4::uuid;

-- list: modules/parties/buyers/list-repository.ts
/* across sellers: the clock's own work */
  select from buyer_changes offset $1::int limit 1;

-- list: modules/parties/buyers/list-repository.ts
select
  (coalesce((select sum(count) from buyer_tallies where seller_id = $1::uuid and status = any($2::text[])), 0)
  + coalesce((select sum(change) from buyer_moves where seller_id = $3::uuid and status = any($4::text[])), 0))::int as total;

-- list: modules/parties/buyers/list-repository.ts
select count(*)::int as total from buyers where seller_id = $1::uuid and vat_number = any($2::text[]);

-- list: modules/self-service/invitations/list-repository.ts
select count(*)::int as total from invitations where seller_id = $1::uuid
  and buyer_id = $2::uuid
  
  and invitation_status(status, expires_at) = $3;

-- list: modules/self-service/invitations/tallies-repository.ts
/* across sellers: the clock's own work */
  select from invitation_changes offset $1::int limit 1;

-- list: modules/self-service/invitations/tallies-repository.ts
with overdue as materialized (
  select id, created_at, expires_at, list_position from invitations
  where seller_id = $1::uuid and kind = any($2::text[]) and status = 'ACTIVE' and expires_at <= now() )
  select (coalesce((select sum(count) from invitation_tallies where seller_id = $3::uuid and kind = any($4::text[]) and status = any($5::text[]) and counted_by = 'ALL'), 0)
  + coalesce((select sum(change) from invitation_moves where seller_id = $6::uuid and kind = any($7::text[]) and status = any($8::text[])), 0)
  + $9::int * (select count(*) from overdue))::int as total;

-- list: modules/self-service/prospects/list-repository.ts
select count(*)::int as total from listed_prospects where seller_id = $1::uuid
  
  
  
  and submitted_at > $2::timestamptz;

-- read: 
select id, marked_at from data_folders;

-- read: 
select kid, wrapped_key from link_keys;

-- read: core/audit/trail-lines.ts
select id, occurred_at, action, actor_kind, actor_id, organization_id, subject_id, request_id, details
  from audit_events where seller_id = $1::uuid and (invitation_id is null and subject_id = any($2::uuid[])
  or details->>'buyerId' = $3::text) and id > $4::bigint order by id limit $5::int;

-- read: core/electronic-seal/repository.ts
select certificate, sealed_key from seal_keys where place = $1;

-- read: core/events/unpublished.ts, platform/http/waiting-work.ts
select count(*)::int as count,
  coalesce(extract(epoch from now() - min(since)), 0)::float8 as age
  from (select since from (/* across sellers: the operator's figures */ select created_at from events where published_at is null) as w (since) limit $1::int) as w;

-- read: core/idempotency/stored-answers.ts
select fingerprint, answer from idempotency_keys
  where organization_id = $1::uuid and key_hash = $2 and created_at > now() - interval '24 hours';

-- read: core/pii-log/readings-of-buyer.ts
select id, occurred_at, organization_id, client_id, seller_id, buyer_id,
  subject_kind, subject_id, purpose, request_id
  from pii_access_log
  where seller_id = $1::uuid and buyer_id = $2::uuid and id > $3::bigint order by id limit $4::int;

-- read: core/sealing/master-key-repository.ts
select id, proof, kinds, last_sealing_at,
  coalesce(last_sealing_at > now() - make_interval(secs => $1::int), false) as is_sealing,
  coalesce(last_sealing_at > now() - make_interval(hours => $2::int), false) as has_sealed_sessions
  from master_keys order by id;

-- read: modules/delivery/event-stream/repository.ts
select id, list_position, stream_place from event_stream_places
  where organization_id = $1::uuid and id = $2 and is_good;

-- read: modules/delivery/mail/mail-figures.ts
select coalesce(extract(epoch from now() - min(greatest(created_at, not_before))), 0)::float8 as value from mails
  where status in ('QUEUED', 'SENDING') and (not_before is null or not_before <= now());

-- read: modules/delivery/mail/mail-figures.ts
select kind, lower(status) as outcome, count(*)::int as value from mails
  where created_at > now() - interval '24 hours' group by kind, status;

-- read: modules/delivery/mail/recipients.ts, modules/kyc/documents/repository.ts, modules/self-service/invitations/repository.ts
select b.status, b.country, date_trunc('milliseconds', now()) as now, array(select d.type from kyc_documents d
  where d.seller_id = b.seller_id and d.buyer_id = b.id and d.status = 'ACTIVE' and d.type <> $1) as present_documents,
  (select mail_turn(r.mailed_at) from mail_recipients r where r.recipient = $2::bytea) as next_turn
  from buyer_facts b where b.seller_id = $3::uuid and b.id = $4::uuid;

-- read: modules/delivery/mail/repository.ts
select id from mails where subject_kind = $1 and subject_id = $2;

-- read: modules/delivery/mail/repository.ts
select id, kind, status, attempts, created_at, sent_at from mails
  where subject_kind = $1 and subject_id = $2 order by created_at, id;

-- read: modules/delivery/mail/repository.ts, modules/delivery/webhooks/mails/endpoint-mail-repository.ts, modules/kyc/documents/expiring-documents.ts, modules/kyc/documents/repository.ts, modules/parties/organizations/acting.ts, modules/parties/seller-contacts/repository.ts, modules/self-service/expiries/expiry-mail.ts, modules/self-service/invitations/mails/mailed-invitation-repository.ts, modules/self-service/prospects/mails/declined-mail.ts, modules/self-service/prospects/mails/ending-mail.ts, modules/self-service/prospects/visitors/code-mail.ts, modules/self-service/prospects/visitors/pause-mail.ts, modules/self-service/prospects/visitors/submitted-repository.ts, modules/self-service/rejections/rejection-mail.ts, modules/self-service/submissions/mails/submission-mail-repository.ts
select m.id, m.kind, m.status, m.subject_id, m.about, m.sealed_facts, m.created_at,
  case m.kind when $1 then exists (
  select /* by id alone: the mail was queued for it */ from invitations i
  join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
  where i.id = m.subject_id::uuid and i.link_version = m.subject_version and invitation_status(i.status, i.expires_at) = 'ACTIVE'
  and b.status = 'ACTIVE'
  and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)) when $2 then exists (
  select /* by id alone: the mail was queued for it */ from invitations i
  join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
  where i.id = m.subject_id::uuid and i.link_version = m.subject_version and invitation_status(i.status, i.expires_at) = 'ACTIVE'
  and b.status = 'ACTIVE'
  and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)) when $3 then exists (
  select /* by id alone: the mail was queued for it */ from invitation_facts i
  join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
  where i.id = m.subject_id::uuid and i.link_version = m.subject_version and b.status = 'ACTIVE'
  and i.erased_at is null and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)) when $4 then exists (
  select /* by id alone: the mail was queued for it */ from invitation_facts i
  join arrival_contacts a on a.organization_id = i.organization_id
  where i.id = m.subject_id::uuid and i.status = 'USED' and i.erased_at is null and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)) when $5 then exists (
  select /* by id alone: the mail was queued for it */ from invitation_facts i
  join organization_facts o on o.id = i.organization_id
  where i.id = m.subject_id::uuid and i.link_version = m.subject_version and i.status = 'EXPIRED'
  and o.has_contact and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)) when $6 then true when $7 then exists (
  select /* by id alone: the mail was queued for it */ from invitations i
  join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
  where i.id = m.subject_id::uuid and i.link_version = m.subject_version and invitation_status(i.status, i.expires_at) = 'ACTIVE'
  and b.status = 'ACTIVE'
  and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)) and exists (
  select /* by id alone: the mail was queued for it */ from invitation_facts i where i.id = m.subject_id::uuid
  and 'REJECTED' = (select d.status from kyc_documents d
  where d.seller_id = i.seller_id and d.buyer_id = i.buyer_id and d.type = m.about->'details'->>'type' order by d.created_at desc, d.id limit 1)) when $8 then exists (
  select /* by id alone: the mail was queued for it */ from seller_facts s where s.id = m.subject_id::uuid
  and exists (select from kyc_documents d join buyer_facts b on b.seller_id = d.seller_id and b.id = d.buyer_id where d.seller_id = s.id and d.expiry_mail_id = m.id and d.status = 'ACTIVE' and b.status = 'ACTIVE') and exists (select from seller_contacts c where c.seller_id = s.id and c.email is not null) and exists (select from acting_grants g where g.seller_id = s.id)) when $9 then m.created_at > now() - make_interval(mins => $10::int) and exists (
  select /* by id alone: the mail was queued for it */ from invitation_facts i
  where i.id = m.subject_id::uuid and i.link_version = m.subject_version and i.status = 'ACTIVE' and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)) when $11 then exists (
  select /* by id alone: the mail was queued for it */ from invitation_facts i join organization_facts o on o.id = i.organization_id
  where i.id = m.subject_id::uuid and i.status = 'ACTIVE' and o.has_contact and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)) when $12 then exists (
  select /* by id alone: the mail was queued for it */ from prospects p join invitation_facts i on i.seller_id = p.seller_id and i.id = p.invitation_id
  where p.id = m.subject_id::uuid and p.status = 'SUBMITTED' and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)) when $13 then exists (
  select /* by id alone: the mail was queued for it */ from prospects p join invitation_facts i on i.seller_id = p.seller_id and i.id = p.invitation_id
  where p.id = m.subject_id::uuid and p.status = 'SUBMITTED' and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)) when $14 then exists (
  select /* by id alone: the mail was queued for it */ from prospects p join invitation_facts i on i.seller_id = p.seller_id and i.id = p.invitation_id
  where p.id = m.subject_id::uuid and p.status = 'DECLINED' and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)) when $15 then exists (
  select /* by id alone: the mail was queued for it */ from prospects p
  where p.seller_id = m.subject_id::uuid and p.status = 'SUBMITTED' and p.end_told_at = m.created_at and exists (select from seller_contacts c where c.seller_id = p.seller_id and c.email is not null) and exists (select from acting_grants g where g.seller_id = p.seller_id)) when $16 then exists (
  select /* by id alone: the mail was queued for it */ from webhook_endpoints w
  join organization_facts o on o.id = w.organization_id
  where w.id = m.subject_id and w.status = 'PAUSED' and o.has_contact) end as is_wanted
  from mails m where m.id = $17::uuid;

-- read: modules/delivery/mail/repository.ts, modules/kyc/documents/draft-repository.ts, modules/parties/brand/repository.ts, modules/parties/declaration/repository.ts, modules/parties/organizations/acting.ts, modules/parties/seller-contacts/repository.ts, modules/self-service/submissions/link-repository.ts, modules/self-service/submissions/link.ts
/* by id alone: its link or session was proven genuine */ select i.id, i.id as invitation_id, i.kind, null as published, null as prospect, i.seller_id, i.organization_id, i.buyer_id, i.status, i.link_version, i.link_kid,
  i.opened_at is not null as is_opened, i.recipient_email, i.locale, i.message, i.requested_documents, i.redirect_url, i.expires_at,
  exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id) as may_act,
  b.status as buyer_status, b.company_name, b.vat_number, b.street, b.post_code, b.city, b.country,
  s.name as seller_name, s.country as seller_country, o.name as organization_name, (select jsonb_build_object('isSellers', r.seller_id is not null, 'name', r.name, 'color', r.color,
  'logo', case when r.logo_hash is not null then
  jsonb_build_object('hash', r.logo_hash, 'width', r.logo_width, 'height', r.logo_height) end) from brands r where r.seller_id = i.seller_id or r.organization_id = i.organization_id
  order by r.seller_id nulls last limit 1) as brand, (select jsonb_strip_nulls(jsonb_build_object('name', c.name, 'email', c.email, 'phone', c.phone, 'postalAddress', c.postal_address)) from seller_contacts c where c.seller_id = i.seller_id) as seller_contact, not exists (select from declaration_settings p
  where p.organization_id = i.organization_id and not p.is_on) as is_declaration_on,
  coalesce(k.company_confirmed, d.company_confirmed) as company_confirmed,
  case when k.id is null then d.company_remark else k.company_remark end as company_remark,
  case when k.id is null then d.company_corrections else k.company_corrections end as company_corrections,
  (select count(*)::int from kyc_files f where f.invitation_id = i.id) as draft_file_count, draft_upload_count(i.id) as draft_upload_count, stored_bytes_of(i.organization_id)::float8 as stored_bytes,
  k.id as submission_id, k.submitted_at, k.privacy_notice_version,
  o.has_contact, exists (select from arrival_contacts a where a.organization_id = i.organization_id) as is_arrival_told,
  case when i.new_link_asked_at > now() - interval '24 hours' then i.new_link_asked_at end as new_link_asked_at,
  case when i.misuse_reported_at > now() - interval '24 hours' then i.misuse_reported_at end as misuse_reported_at,
  exists (select from mails m where m.subject_kind = $1 and m.subject_id = i.id::text and m.kind = $2
  and m.created_at >= i.new_link_asked_at and m.status in ('QUEUED', 'SENDING', 'SENT')) as is_contact_told,
  date_trunc('milliseconds', now()) as now
  from invitation_facts i
  join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
  join seller_facts s on s.id = i.seller_id
  join organization_facts o on o.id = i.organization_id
  left join kyc_drafts d on d.invitation_id = i.id
  left join kyc_submissions k on k.seller_id = i.seller_id and k.invitation_id = i.id and i.erased_at is null
  where i.id = $3::uuid  and i.kind = 'KYC';

-- read: modules/delivery/webhooks/delivery-history-repository.ts
select d.id, d.message_id, d.event_type, d.status, d.http_status, d.attempts, d.last_attempt_at,
  case when d.held_seller_id is null then d.next_attempt_at end as next_attempt_at,
  d.created_at, w.status as endpoint_status, d.is_test,
  (select a.failure from webhook_attempts a where a.delivery_id = d.id and a.attempt = d.attempts) as failure, date_trunc('milliseconds', now()) as now from webhook_deliveries d join webhook_endpoints w
  on w.organization_id = d.organization_id and w.id = d.endpoint_id
  where w.organization_id = $1::uuid and w.id = $2 and d.id = $3 and d.created_at > now() - interval '30 days';

-- read: modules/delivery/webhooks/endpoint-repository.ts
select date_trunc('milliseconds', now()) as now,
  (select slot from generate_series(1, $1::int) as slot where not exists (
  select from webhook_endpoints w where w.organization_id = $2::uuid and w.slot = slot.slot)
  order by random() limit 1) as slot;

-- read: modules/delivery/webhooks/endpoint-repository.ts
select id, organization_id, url, events, partner_ids::text[] as partner_ids, status, created_at, updated_at,
  date_trunc('milliseconds', now()) as now from webhook_endpoints where organization_id = $1::uuid order by created_at desc, id;

-- read: modules/delivery/webhooks/mails/endpoint-mail-repository.ts
select /* by id alone: the mail was queued for it */ w.id, w.url, w.consecutive_failures as failures, w.failing_since,
  o.name as organization_name, o.contact_email
  from webhook_endpoints w join organization_facts o on o.id = w.organization_id
  where w.id = $1 and o.has_contact;

-- read: modules/delivery/webhooks/may-be-told.ts, modules/delivery/webhooks/waiting-webhooks.ts, platform/http/waiting-work.ts
select count(*)::int as count,
  coalesce(extract(epoch from now() - min(since)), 0)::float8 as age
  from (select since from (/* across sellers: the operator's figures */
  select d.next_attempt_at from webhook_endpoints e join webhook_deliveries d on d.endpoint_id = e.id
  where e.status = 'ACTIVE' and e.organization_id in (select id from acting_organizations) and d.status = 'PENDING' and d.held_seller_id is null and d.next_attempt_at <= now()
  and (d.leased_until is null or d.leased_until <= now())
  and (select exists (select from acting_grants g where g.organization_id = d.organization_id and g.seller_id = s.seller_id)
  from webhook_messages m join event_sellers s on s.id = m.event_id where m.organization_id = d.organization_id and m.id = d.message_id) is not false) as w (since) limit $1::int) as w;

-- read: modules/files/file-figures.ts
select lower(role) as kind, sum(bytes)::float8 as value from stored_bytes group by role;

-- read: modules/files/repository.ts
select storage_key from stored_files where storage_key = any($1::text[]);

-- read: modules/files/repository.ts
select stored_bytes_of($1::uuid)::float8 as bytes;

-- read: modules/files/storage/disk-mark.ts
select exists (select from stored_files) as any;

-- read: modules/kyc/documents/active-documents.ts
select d.type, to_char(d.document_date, 'YYYY-MM-DD') as document_date, d.created_at as received_at,
  (select json_agg(json_build_object('file_name', f.file_name, 'byte_size', f.byte_size, 'sha256', encode(f.sha256, 'hex'))
  order by f.position, f.id) from kyc_files f where f.document_id = d.id) as files
  from kyc_documents d
  where d.seller_id = $1::uuid and d.buyer_id = $2::uuid and d.status = 'ACTIVE' order by d.type;

-- read: modules/kyc/documents/document-records.ts
select f.id, f.type, f.file_name, f.media_type, f.byte_size, encode(f.sha256, 'hex') as sha256, f.storage_key, f.is_from_form, f.created_at from kyc_documents d join kyc_files f on f.document_id = d.id where d.seller_id = $1::uuid and d.buyer_id = $2::uuid order by f.created_at, f.id;

-- read: modules/kyc/documents/document-records.ts
select f.id, f.type, f.file_name, f.media_type, f.byte_size, encode(f.sha256, 'hex') as sha256, f.storage_key, f.is_from_form, f.created_at from kyc_files f where f.invitation_id = $1::uuid
  union all select f.id, f.type, f.file_name, f.media_type, f.byte_size, encode(f.sha256, 'hex') as sha256, f.storage_key, f.is_from_form, f.created_at from kyc_files f where f.removed_from_invitation_id = $2::uuid;

-- read: modules/kyc/documents/document-records.ts, modules/kyc/documents/repository.ts
select d.id, d.type, to_char(d.document_date, 'YYYY-MM-DD') as document_date,
  to_char(d.expires_on, 'YYYY-MM-DD') as expires_on, d.status, d.source, d.created_at, d.superseded_at,
  d.ended_at, d.end_reason,
  (select json_agg(json_build_object('id', f.id, 'file_name', f.file_name, 'media_type', f.media_type, 'byte_size', f.byte_size,
  'sha256', encode(f.sha256, 'hex'), 'scan', f.scan, 'review_media_type', f.review_media_type, 'review_byte_size', f.review_byte_size,
  'active_content', f.active_content, 'signed', f.signed, 'encrypted', f.encrypted)
  order by f.position, f.id) from kyc_files f where f.document_id = d.id) as files, d.submission_id from kyc_documents d where d.seller_id = $1::uuid and d.buyer_id = $2::uuid order by d.created_at, d.id;

-- read: modules/kyc/documents/draft-repository.ts
select d.id, d.type from kyc_documents d
  where d.seller_id = $1::uuid and d.buyer_id = $2::uuid and d.submission_id = $3::uuid
  order by d.type, d.id;

-- read: modules/kyc/documents/draft-repository.ts
select file_name from kyc_files
  where upload_id = $1::uuid and invitation_id = $2::uuid;

-- read: modules/kyc/documents/draft-repository.ts, modules/kyc/documents/file-columns.ts
select array_remove(array[f.storage_key, f.review_storage_key, f.preview_storage_key], null) as storage_keys from kyc_files f
  where f.invitation_id = $1::uuid or f.removed_from_invitation_id = $2::uuid;

-- read: modules/kyc/documents/draft-repository.ts, modules/kyc/documents/file-columns.ts
select f.id, f.type, f.file_name, f.byte_size, array_remove(array[f.storage_key, f.review_storage_key, f.preview_storage_key], null) as storage_keys,
  f.review_storage_key, f.review_media_type, f.review_byte_size, f.preview_storage_key,
  f.preview_width, f.preview_height, f.looks_empty, f.is_from_form, f.sha256, f.created_at
  from kyc_documents d join kyc_files f on f.document_id = d.id
  where d.seller_id = $1::uuid and d.buyer_id = $2::uuid and d.submission_id = $3::uuid
  order by d.type, f.position;

-- read: modules/kyc/documents/draft-repository.ts, modules/kyc/documents/file-columns.ts
select f.id, f.type, f.file_name, f.byte_size, array_remove(array[f.storage_key, f.review_storage_key, f.preview_storage_key], null) as storage_keys,
  f.review_storage_key, f.review_media_type, f.review_byte_size, f.preview_storage_key,
  f.preview_width, f.preview_height, f.looks_empty, f.is_from_form, f.sha256, f.created_at from kyc_files f
  where f.invitation_id = $1::uuid order by f.created_at, f.id;

-- read: modules/kyc/documents/draft-repository.ts, modules/parties/brand/repository.ts, modules/parties/declaration/repository.ts, modules/parties/organizations/acting.ts, modules/parties/seller-contacts/repository.ts, modules/self-service/submissions/published-repository.ts
select coalesce(at.place_id, i.id) as id, i.id as invitation_id, i.kind, i.seller_id, i.organization_id, p.buyer_id,
  case when p.status <> 'DRAFT' then 'USED' else i.status end as status, i.link_version, i.link_kid,
  'ACTIVE' as buyer_status, p.submission_id, exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id) as may_act,
  true as is_opened, null as recipient_email, coalesce(p.language, i.locale) as locale, null as message,
  at.requested_documents, i.redirect_url, i.expires_at,
  coalesce(p.company_name, '') as company_name, coalesce(p.vat_number, '') as vat_number, coalesce(p.street, '') as street,
  coalesce(p.post_code, '') as post_code, coalesce(p.city, '') as city, coalesce(p.country, s.country) as country,
  json_build_object('prospect_types', coalesce(i.prospect_types, $1::text[]),
  'is_full', i.max_uses is not null and i.usage_count + case when at.is_reserved then 0 else places_reserved(i.id, at.place_id) end >= i.max_uses,
  'codes_paused', exists (select from prospect_pause_facts x where x.invitation_id = i.id)) as published,
  case when p.id is not null then json_build_object('type', p.type, 'sealed_person', encode(p.sealed_person, 'hex')) end as prospect,
  s.name as seller_name, s.country as seller_country, o.name as organization_name, (select jsonb_build_object('isSellers', r.seller_id is not null, 'name', r.name, 'color', r.color,
  'logo', case when r.logo_hash is not null then
  jsonb_build_object('hash', r.logo_hash, 'width', r.logo_width, 'height', r.logo_height) end) from brands r where r.seller_id = i.seller_id or r.organization_id = i.organization_id
  order by r.seller_id nulls last limit 1) as brand, (select jsonb_strip_nulls(jsonb_build_object('name', c.name, 'email', c.email, 'phone', c.phone, 'postalAddress', c.postal_address)) from seller_contacts c where c.seller_id = i.seller_id) as seller_contact,
  p.type is distinct from 'CONSUMER' and not exists (select from declaration_settings p
  where p.organization_id = i.organization_id and not p.is_on) as is_declaration_on,
  null as company_confirmed, null as company_remark, null as company_corrections,
  (select count(*)::int from kyc_files f where f.invitation_id = p.id) as draft_file_count, draft_upload_count(p.id) as draft_upload_count,
  stored_bytes_of(i.organization_id)::float8 as stored_bytes,
  p.submitted_at, p.privacy_notice_version,
  o.has_contact, exists (select from arrival_contacts a where a.organization_id = i.organization_id) as is_arrival_told,
  null as new_link_asked_at, false as is_contact_told,
  case when i.misuse_reported_at > now() - interval '24 hours' then i.misuse_reported_at end as misuse_reported_at,
  date_trunc('milliseconds', now()) as now
  from (
  select p.invitation_id, p.seller_id, p.id as place_id, p.requested_documents, p.reserved_until > now() as is_reserved from link_place_facts p where p.id = $2::uuid and p.seller_id = $3::uuid
  union all
  select i.id, i.seller_id, null, '{}', false from invitation_facts i where i.id = $4::uuid and i.kind = 'PROSPECT' and i.seller_id = $5::uuid) at
  join invitation_facts i on i.seller_id = at.seller_id and i.id = at.invitation_id
  left join prospect_facts p on p.seller_id = at.seller_id and p.id = at.place_id
  join seller_facts s on s.id = i.seller_id
  join organization_facts o on o.id = i.organization_id;

-- read: modules/kyc/documents/erase-documents.ts
select d.id, d.type, d.status, d.keep_until from kyc_documents d
  where d.seller_id = $1::uuid and d.buyer_id = $2::uuid order by d.id;

-- read: modules/kyc/documents/expiring-documents.ts
select b.company_name, d.type, to_char(d.expires_on, 'YYYY-MM-DD') as expires_on from kyc_documents d join buyer_facts b on b.seller_id = d.seller_id and b.id = d.buyer_id
  where d.seller_id = $1::uuid and d.expiry_mail_id = $2::uuid and d.status = 'ACTIVE' and b.status = 'ACTIVE'
  order by d.expires_on, b.company_name, d.type;

-- read: modules/kyc/documents/expiring-documents.ts, modules/kyc/documents/repository.ts
select d.id, d.type, to_char(d.document_date, 'YYYY-MM-DD') as document_date,
  to_char(d.expires_on, 'YYYY-MM-DD') as expires_on, d.status, d.source, d.created_at, d.superseded_at,
  d.ended_at, d.end_reason,
  (select json_agg(json_build_object('id', f.id, 'file_name', f.file_name, 'media_type', f.media_type, 'byte_size', f.byte_size,
  'sha256', encode(f.sha256, 'hex'), 'scan', f.scan, 'review_media_type', f.review_media_type, 'review_byte_size', f.review_byte_size,
  'active_content', f.active_content, 'signed', f.signed, 'encrypted', f.encrypted)
  order by f.position, f.id) from kyc_files f where f.document_id = d.id) as files, date_trunc('milliseconds', now()) as now, b.erased_at
  from kyc_documents d join buyer_facts b on b.seller_id = d.seller_id and b.id = d.buyer_id
  where d.seller_id = $1::uuid and d.buyer_id = $2::uuid and d.id = $3::uuid;

-- read: modules/kyc/documents/expiring-documents.ts, modules/parties/organizations/acting.ts, modules/parties/seller-contacts/repository.ts, modules/self-service/expiries/repository.ts
/* across sellers: the clock's own work */ select seller_id
  from (select distinct d.seller_id from kyc_documents d join buyer_facts b on b.seller_id = d.seller_id and b.id = d.buyer_id where d.status = 'ACTIVE' and b.status = 'ACTIVE' and d.expiry_mail_id is null
  and d.expires_on <= (now() at time zone 'UTC')::date + $1::int) s where exists (select from seller_contacts c where c.seller_id = s.seller_id and c.email is not null) and exists (select from acting_grants g where g.seller_id = s.seller_id) order by seller_id limit $2::int;

-- read: modules/kyc/documents/removed-files.ts
select f.id, f.type, f.file_name from kyc_files f
  where f.removed_from_invitation_id = $1::uuid and f.id = $2::uuid and f.removed_at > now() - interval '1 minute' * $3::int;

-- read: modules/kyc/documents/repository.ts
select b.kyc_mode, b.erased_at, date_trunc('milliseconds', now()) as now, array(select d.type from kyc_documents d
  where d.seller_id = b.seller_id and d.buyer_id = b.id and d.status = 'ACTIVE' and d.type <> $1) as active_types
  from buyer_facts b where b.seller_id = $2::uuid and b.id = $3::uuid;

-- read: modules/kyc/documents/repository.ts
select distinct f.type from kyc_files f where f.invitation_id = $1::uuid;

-- read: modules/kyc/documents/repository.ts
select type, end_reason as reason from (
  select distinct on (d.type) d.type, d.status, d.end_reason from kyc_documents d
  where d.seller_id = $1::uuid and d.buyer_id = $2::uuid order by d.type, d.created_at desc, d.id) newest
  where status = 'REJECTED' and end_reason is not null;

-- read: modules/kyc/documents/repository.ts, modules/parties/organizations/acting.ts, modules/self-service/invitations/repository.ts, modules/self-service/submissions/submission-repository.ts
select id, seller_id, buyer_id, kind, invitation_status(status, expires_at) as status, recipient_email, label, locale, message,
  requested_documents, redirect_url, reminders, link_kid, link_version, usage_count, last_mail_at, created_at, expires_at, last_used_at,
  revoked_at, revocation_reason, date_trunc('milliseconds', now()) as now from invitations i
  where seller_id = $1::uuid and buyer_id = $2::uuid and kind = 'KYC' and recipient_email is not null
  and (i.status = 'USED' or (i.status = 'ACTIVE' and expires_at > now() and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)))
  order by (i.status = 'ACTIVE') desc, (id = (select k.invitation_id from kyc_submissions k where k.seller_id = $3::uuid and k.id = (select d.submission_id from kyc_documents d
  where d.seller_id = $4::uuid and d.buyer_id = $5::uuid and d.id = $6::uuid))) desc nulls last, coalesce(last_used_at, created_at) desc, id limit 1;

-- read: modules/kyc/documents/repository.ts, modules/self-service/invitations/repository.ts
select b.status, b.country, date_trunc('milliseconds', now()) as now, array(select d.type from kyc_documents d
  where d.seller_id = b.seller_id and d.buyer_id = b.id and d.status = 'ACTIVE' and d.type <> $1) as present_documents,
  null::timestamptz as next_turn
  from buyer_facts b where b.seller_id = $2::uuid and b.id = $3::uuid;

-- read: modules/kyc/profile/repository.ts
select b.company_name as "companyName", b.vat_number as "vatNumber",
  json_build_object('street', b.street, 'postCode', b.post_code, 'city', b.city, 'country', b.country) as address
  from buyer_facts b where b.seller_id = $1::uuid and b.id = $2::uuid and b.erased_at is null;

-- read: modules/kyc/verification/find-verified-session.ts
select s.id, s.provider, s.ended_at from verification_sessions s
  where s.seller_id = $1::uuid and s.buyer_id = $2::uuid and s.status = 'VERIFIED'
  order by s.ended_at desc, s.id limit 1;

-- read: modules/kyc/verification/report-repository.ts
/* by id alone: the job names it */
  select s.id, s.seller_id, s.buyer_id, s.provider, s.scan_ref, s.status, s.aml_status, s.ended_at, s.report_tries,
  date_trunc('milliseconds', now()) as now, s.ended_at <= now() - interval '1 hour' * $1::int as is_over,
  not exists (select from verification_sessions n where n.seller_id = s.seller_id and n.buyer_id = s.buyer_id
  and n.report = 'STORED' and (n.ended_at, n.id) > (s.ended_at, s.id)) as is_newest
  from verification_sessions s join buyer_facts b on b.seller_id = s.seller_id and b.id = s.buyer_id
  where s.id = $2::uuid and s.report = 'WANTED' and s.erased_at is null and b.erased_at is null;

-- read: modules/kyc/verification/repository.ts
/* across sellers: the provider names a session by his own word for it */
  select s.id, s.seller_id, s.buyer_id, s.status, s.aml_status, s.aml_set_at, coalesce(s.erased_at, b.erased_at) as erased_at,
  date_trunc('milliseconds', now()) as now
  from verification_sessions s join buyer_facts b on b.seller_id = s.seller_id and b.id = s.buyer_id
  where s.provider = $1 and s.scan_ref = $2;

-- read: modules/kyc/verification/repository.ts
select (array_agg(s.status order by s.ended_at desc, s.id) filter (where s.status in ('VERIFIED', 'REJECTED')))[1] as last_word,
  (array_agg(s.aml_status order by s.ended_at desc, s.id) filter (where s.status in ('VERIFIED', 'REJECTED')))[1] as last_aml,
  coalesce(bool_or((s.status = 'REVIEW' or s.status = 'OPEN' and s.expires_at > now())), false) as is_open,
  coalesce(bool_or(s.aml_status = 'FLAGGED'), false) as is_flagged
  from verification_sessions s where s.seller_id = $1::uuid and s.buyer_id = $2::uuid;

-- read: modules/kyc/verification/repository.ts
select b.kyc_mode, b.status, date_trunc('milliseconds', now()) as now, o.id as session_id, o.sealed_url,
  (select s.status from verification_sessions s where s.seller_id = b.seller_id and s.buyer_id = b.id
  and s.status in ('VERIFIED', 'REJECTED') order by s.ended_at desc, s.id limit 1) as last_word
  from buyer_facts b
  left join lateral (select s.id, s.sealed_url from verification_sessions s where s.seller_id = b.seller_id and s.buyer_id = b.id
  and s.provider = $1 and (s.status = 'REVIEW' or s.status = 'OPEN' and s.expires_at > now()) limit 1) o on true
  where b.seller_id = $2::uuid and b.id = $3::uuid;

-- read: modules/kyc/verification/session-records.ts
select id, provider, scan_ref, status, aml_status, aml_set_at, reason, created_at, expires_at, ended_at, report
  from verification_sessions where seller_id = $1::uuid and buyer_id = $2::uuid order by created_at, id;

-- read: modules/kyc/vies/breakers.ts
select reason, (extract(epoch from open_until - now()) * 1000)::int as wait_ms from vies_breakers
  where scope = any($1::text[]) and open_until > now() order by open_until desc limit 1;

-- read: modules/kyc/vies/breakers.ts
select scope, reason, 1 as value from vies_breakers where open_until > now();

-- read: modules/kyc/vies/check-records.ts, modules/kyc/vies/list-repository.ts
select id, vat_number, cause, result, error, request_identifier, sealed_company, checked_at
  from vies_checks where seller_id = $1::uuid and buyer_id = $2::uuid and status = 'DONE' order by created_at, id;

-- read: modules/kyc/vies/list-evidence.ts, modules/kyc/vies/list-repository.ts
select id, vat_number, result, request_identifier, sealed_company, checked_at
  from vies_checks where seller_id = $1::uuid and buyer_id = $2::uuid and status = 'DONE'
  order by created_at desc, id limit $3::int;

-- read: modules/kyc/vies/repository.ts
/* by id alone: the job names it */
  select c.id, c.seller_id, c.buyer_id, c.vat_number, c.cause, c.tries, c.error, date_trunc('milliseconds', now()) as now,
  c.created_at <= now() - interval '1 hour' * $1::int as is_over, exists (select from buyer_facts b
  where b.seller_id = c.seller_id and b.id = c.buyer_id and b.vat_number = c.vat_number) as is_current,
  (select json_build_object('id', a.id, 'result', a.result, 'checked_at', a.checked_at, 'request_identifier', a.request_identifier,
  'is_fresh', a.checked_at > now() - interval '1 minute' * $2::int)
  from vies_checks a where a.seller_id = c.seller_id and a.buyer_id = c.buyer_id and a.vat_number = c.vat_number
  and a.result in ('VALID', 'INVALID')
  order by a.checked_at desc, a.id desc limit 1) as answer
  from vies_checks c where c.id = $3::uuid and c.status <> 'DONE';

-- read: modules/kyc/vies/repository.ts
select b.vat_number, b.erased_at, (select c.status from vies_checks c
  where c.seller_id = b.seller_id and c.buyer_id = b.id and c.status <> 'DONE') as open_status
  from buyer_facts b where b.seller_id = $1::uuid and b.id = $2::uuid;

-- read: modules/kyc/vies/repository.ts
select coalesce(a.result, case when o.is_open then 'PENDING' else 'UNKNOWN' end) as result,
  coalesce(a.checked_at, o.ended_at) as checked_at
  from buyer_facts b
  left join lateral (select c.result, c.checked_at from vies_checks c where c.seller_id = b.seller_id and c.buyer_id = b.id
  and c.vat_number = b.vat_number and c.result in ('VALID', 'INVALID') order by c.checked_at desc, c.id desc limit 1) a on true
  left join lateral (select bool_or(c.status <> 'DONE') as is_open, max(c.checked_at) as ended_at from vies_checks c
  where a.result is null and c.seller_id = b.seller_id and c.buyer_id = b.id and c.vat_number = b.vat_number) o on true
  where b.seller_id = $1::uuid and b.id = $2::uuid;

-- read: modules/kyc/vies/repository.ts
select sealed_company as sealed from vies_checks
  where seller_id = $1::uuid and id = $2::uuid;

-- read: modules/parties/brand/repository.ts
/* across sellers: logos are public */ select logo from brands where logo_hash = $1 limit 1;

-- read: modules/parties/brand/repository.ts, modules/parties/seller-contacts/repository.ts, modules/self-service/invitations/mails/mailed-invitation-repository.ts
select /* by id alone: the mail was queued for it */ i.id, i.seller_id, i.buyer_id,
  invitation_status(i.status, i.expires_at) as status, i.link_version, i.link_kid, i.recipient_email, i.label, i.locale, i.message,
  i.requested_documents, types_not_supplied(i.id) as types_not_supplied, i.expires_at, b.company_name, b.country as company_country, b.vat_number, s.name as seller_name, s.country as seller_country,
  o.name as organization_name, o.slug as organization_slug, o.contact_email,
  (select jsonb_build_object('isSellers', r.seller_id is not null, 'name', r.name, 'color', r.color,
  'logo', case when r.logo_hash is not null then
  jsonb_build_object('hash', r.logo_hash, 'width', r.logo_width, 'height', r.logo_height) end) from brands r where r.seller_id = i.seller_id or r.organization_id = i.organization_id
  order by r.seller_id nulls last limit 1) as brand, (select r.logo from brands r where r.seller_id = i.seller_id or r.organization_id = i.organization_id
  order by r.seller_id nulls last limit 1) as brand_logo, (select jsonb_strip_nulls(jsonb_build_object('name', c.name, 'email', c.email, 'phone', c.phone, 'postalAddress', c.postal_address)) from seller_contacts c where c.seller_id = i.seller_id) as seller_contact
  from invitations i
  left join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
  join seller_facts s on s.id = i.seller_id
  join organization_facts o on o.id = i.organization_id
  where i.id = $1::uuid;

-- read: modules/parties/brand/repository.ts, modules/self-service/invitations/prospect-links/prospect-link-repository.ts, modules/self-service/invitations/repository.ts
select id, seller_id, buyer_id, kind, invitation_status(status, expires_at) as status, recipient_email, label, locale, message,
  requested_documents, redirect_url, reminders, link_kid, link_version, usage_count, last_mail_at, created_at, expires_at, last_used_at,
  revoked_at, revocation_reason, date_trunc('milliseconds', now()) as now, (select s.name from seller_facts s where s.id = i.seller_id) as seller_name,
  (select s.country from seller_facts s where s.id = i.seller_id) as seller_country,
  (select jsonb_build_object('isSellers', r.seller_id is not null, 'name', r.name, 'color', r.color,
  'logo', case when r.logo_hash is not null then
  jsonb_build_object('hash', r.logo_hash, 'width', r.logo_width, 'height', r.logo_height) end) from brands r where r.seller_id = i.seller_id or r.organization_id = i.organization_id
  order by r.seller_id nulls last limit 1) as brand, null::bytea as brand_logo
  from invitations i where seller_id = $1::uuid and id = $2::uuid;

-- read: modules/parties/buyers/list-repository.ts, modules/parties/buyers/repository.ts
select id, seller_id, vat_number, company_name, address_id, street, post_code, city, country, kyc_mode, status, version,
  created_at, updated_at, erased_at from buyers where seller_id = $1::uuid and vat_number = any($2::text[])
  order by vat_number limit 1;

-- read: modules/parties/contacts/repository.ts
/* across sellers: the clock's own work */ select c.id, c.sealed, c.first_name, c.last_name, c.email, c.phone, c.created_at from buyer_contacts c
  where c.sealed is null order by c.id limit $1::int;

-- read: modules/parties/contacts/repository.ts
select c.id, c.sealed, c.first_name, c.last_name, c.email, c.phone, c.created_at from buyer_contacts c
  where c.seller_id = $1::uuid and c.buyer_id = $2::uuid order by c.created_at, c.position;

-- read: modules/parties/contacts/repository.ts
select date_trunc('milliseconds', now()) as now, (select count(*)::int from buyer_contacts c
  where c.seller_id = b.seller_id and c.buyer_id = b.id) as count
  from buyer_facts b where b.seller_id = $1::uuid and b.id = $2::uuid and b.erased_at is null;

-- read: modules/parties/declaration/repository.ts
select is_on, template from declaration_settings
  where organization_id = $1::uuid;

-- read: modules/parties/organizations/acting.ts, modules/parties/seller-contacts/repository.ts, modules/self-service/expiries/repository.ts, modules/self-service/prospects/mails/mail-repository.ts, modules/self-service/prospects/retention.ts
/* across sellers: the clock's own work */ select seller_id
  from (select distinct p.seller_id from prospects p where p.status = 'SUBMITTED' and p.end_told_at is null and p.submitted_at <= now() - interval '1 day' * $1::int) s
  where exists (select from seller_contacts c where c.seller_id = s.seller_id and c.email is not null) and exists (select from acting_grants g where g.seller_id = s.seller_id) order by seller_id limit $2::int;

-- read: modules/parties/organizations/acting.ts, modules/self-service/invitations/asked-repository.ts
select i.id, i.seller_id, i.organization_id, i.buyer_id, invitation_status(i.status, i.expires_at) as status,
  i.link_version, i.link_kid, i.recipient_email, i.label, i.expires_at, i.new_link_asked_at, i.last_mail_at,
  b.status as buyer_status, exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id) as may_act, b.company_name, s.name as seller_name, date_trunc('milliseconds', now()) as now
  from invitations i
  join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
  join seller_facts s on s.id = i.seller_id
  where i.seller_id = $1::uuid and i.id = $2::uuid and i.kind = 'KYC';

-- read: modules/parties/organizations/acting.ts, modules/self-service/invitations/jobs-repository.ts
/* across sellers: the clock's own work */ select i.id, i.seller_id, i.reminders_sent, i.link_version, i.next_reminder_at, i.expires_at, date_trunc('milliseconds', now()) as now
  from invitations i join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
  where i.status = 'ACTIVE' and i.next_reminder_at <= now() and i.expires_at > now() and i.reminders_sent < 4 and b.status = 'ACTIVE'
  and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)
  and extract(isodow from now() at time zone 'UTC') < 6
  order by i.next_reminder_at limit $1::int;

-- read: modules/parties/organizations/acting.ts, modules/self-service/invitations/operator-repository.ts
/* across sellers: the operator's own work */
  select i.id, i.seller_id, i.buyer_id, i.kind, invitation_status(i.status, i.expires_at) as status, i.organization_id, o.slug as organization_slug,
  exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id) as may_act, i.created_at, i.expires_at, i.erased_at
  from invitations i join organization_facts o on o.id = i.organization_id
  where true
  and i.id = $1::uuid
  
  
  
  
  
  
  order by i.id limit $2::int;

-- read: modules/parties/organizations/acting.ts, modules/self-service/submissions/link-repository.ts
select i.id, i.id as invitation_id, i.kind, i.seller_id, i.organization_id, i.buyer_id, i.status, i.link_version, i.link_kid, b.status as buyer_status, k.id as submission_id,
  exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id) as may_act
  from invitation_facts i
  join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
  left join kyc_submissions k on k.seller_id = i.seller_id and k.invitation_id = i.id and i.erased_at is null
  where i.id = $1::uuid and i.seller_id = $2::uuid and i.kind = 'KYC';

-- read: modules/parties/organizations/admin-repository.ts
select id as uuid, name, country from sellers where id = $1::uuid;

-- read: modules/parties/organizations/admin-repository.ts
select id, slug, name, admin_email, mails_arrivals, arrival_email, rate_limit_tier, read_per_minute, write_per_minute,
  webhook_per_minute, capabilities, dpa_version, disabled_at from organizations where slug = $1;

-- read: modules/parties/organizations/directory.ts
/* across sellers: finds whose client it is, and what it may act for */
  select c.client_id, o.id as organization_id, o.name, o.rate_limit_tier, o.read_per_minute, o.write_per_minute,
  o.webhook_per_minute, o.capabilities, o.dpa_version, o.dpa_accepted_at,
  c.disabled_at is not null as is_client_disabled, o.disabled_at is not null as is_organization_disabled,
  coalesce((select json_agg(json_build_object('uuid', s.id, 'name', s.name, 'country', s.country) order by s.name, s.id)
  from grants g join sellers s on s.id = g.seller_id where g.organization_id = o.id), '[]') as partners
  from api_clients c join organizations o on o.id = c.organization_id
  where c.client_id = $1;

-- read: modules/parties/seller-contacts/repository.ts
select jsonb_strip_nulls(jsonb_build_object('name', c.name, 'email', c.email, 'phone', c.phone, 'postalAddress', c.postal_address)) as contact from seller_contacts c where c.seller_id = $1::uuid;

-- read: modules/self-service/declaration-answers/repository.ts
select file_id, sealed from declaration_answers where file_id = any($1::uuid[]);

-- read: modules/self-service/erasure/repository.ts
select b.erased_at, contact_ids_of(b.seller_id, b.id) as contact_ids, date_trunc('milliseconds', now()) as now
  from buyer_facts b where b.seller_id = $1::uuid and b.id = $2::uuid;

-- read: modules/self-service/expiries/repository.ts, modules/self-service/prospects/mails/mail-repository.ts
select s.name, s.country from seller_facts s where s.id = $1::uuid;

-- read: modules/self-service/invitations/invitation-records.ts
select id, kind, invitation_status(status, expires_at) as status, organization_id, recipient_email, label, locale,
  message, requested_documents, redirect_url, usage_count, reminders, reminders_sent, next_reminder_at, last_mail_at, opened_at, created_at,
  expires_at, last_used_at, revoked_at, revocation_reason, new_link_asked_at, misuse_reported_at
  from invitations where seller_id = $1::uuid and buyer_id = $2::uuid and id > $3::uuid
  order by id limit $4::int;

-- read: modules/self-service/invitations/operator-repository.ts
select i.id, i.seller_id, i.status = 'ACTIVE' and i.expires_at <= now() as is_overdue from invitations i
  where i.seller_id = $1::uuid and i.buyer_id = $2::uuid order by i.id;

-- read: modules/self-service/invitations/places-repository.ts
select p.id, p.used_at from link_places p
  where p.seller_id = $1::uuid and p.invitation_id = $2::uuid and p.address_hash = any($3::bytea[]);

-- read: modules/self-service/invitations/prospect-links/prospect-link-repository.ts
select s.country, date_trunc('milliseconds', now()) as now from seller_facts s where s.id = $1::uuid;

-- read: modules/self-service/invitations/prospect-links/prospect-link-repository.ts, modules/self-service/invitations/repository.ts
select id, seller_id, buyer_id, kind, invitation_status(status, expires_at) as status, recipient_email, label, locale, message,
  requested_documents, redirect_url, reminders, link_kid, link_version, usage_count, last_mail_at, created_at, expires_at, last_used_at,
  revoked_at, revocation_reason, date_trunc('milliseconds', now()) as now, max_uses from invitations where seller_id = $1::uuid and id = $2::uuid;

-- read: modules/self-service/invitations/repository.ts
select id, seller_id, buyer_id, kind, invitation_status(status, expires_at) as status, recipient_email, label, locale, message,
  requested_documents, redirect_url, reminders, link_kid, link_version, usage_count, last_mail_at, created_at, expires_at, last_used_at,
  revoked_at, revocation_reason, date_trunc('milliseconds', now()) as now from invitations
  where seller_id = $1::uuid and buyer_id = $2::uuid and lower(recipient_email) = lower($3) and invitations.status = 'ACTIVE' and kind = 'KYC';

-- read: modules/self-service/links/link-key-retirement.ts
select from retired_link_keys where kid = $1::smallint;

-- read: modules/self-service/links/link-key-rotation.ts
select coalesce(max(kid), 0)::int as kid from link_keys;

-- read: modules/self-service/links/link-keys.ts
select kid, wrapped_key, token_form, active_from <= now() as is_active,
  retired_at is not null as is_retired
  from link_keys order by active_from, kid;

-- read: modules/self-service/prospects/mails/mail-repository.ts
select /* by id alone: the mail was queued for it */ p.id, p.sealed_person, p.language, p.submitted_at, p.invitation_id
  from prospects p where p.id = $1::uuid and p.status = 'DECLINED';

-- read: modules/self-service/prospects/mails/mail-repository.ts, modules/self-service/prospects/retention.ts
select to_char(greatest(p.submitted_at + interval '1 day' * $1::int, p.end_told_at + interval '1 day' * $2::int) at time zone 'UTC', 'YYYY-MM-DD') as day, count(*)::int as count from prospects p
  where p.seller_id = $3::uuid and p.status = 'SUBMITTED' and date_trunc('milliseconds', p.end_told_at) = $4::timestamptz
  group by 1 order by 1;

-- read: modules/self-service/prospects/prospect-repository.ts
select id, seller_id, invitation_id, status, type, company_name, vat_number, street, post_code, city, country, submission_id,
  submitted_at, decided_at, buyer_id, decline_reason, vies_result, vies_checked_at, date_trunc('milliseconds', now()) as now from listed_prospects
  where seller_id = $1::uuid and id = $2::uuid;

-- read: modules/self-service/prospects/prospect-repository.ts
select id, seller_id, invitation_id, status, type, company_name, vat_number, street, post_code, city, country, submission_id,
  submitted_at, decided_at, buyer_id, decline_reason, vies_result, vies_checked_at, sealed_person from prospects
  where seller_id = $1::uuid and buyer_id = $2::uuid order by submitted_at, id;

-- read: modules/self-service/prospects/prospect-repository.ts
select p.id, p.sealed_person from prospects p
  where p.seller_id = $1::uuid and p.id = $2::uuid;

-- read: modules/self-service/prospects/vies-advice.ts
select /* by id alone: the job names it */ id, seller_id, vat_number, submitted_at < now() - interval '1 day' as is_over,
  floor(extract(epoch from now() - submitted_at) / 60)::int as minutes_since
  from prospects where id = $1::uuid and status = 'SUBMITTED' and vat_number is not null and vies_result is null;

-- read: modules/self-service/prospects/visitors/drafts-repository.ts
select submission_id from prospects where seller_id = $1::uuid and id = $2::uuid;

-- read: modules/self-service/prospects/visitors/submitted-repository.ts
select /* by id alone: the mail was queued for it */ p.id, p.seller_id, p.invitation_id, p.type, p.language, p.sealed_person, p.company_name,
  p.vat_number, p.country, p.submission_id, p.submitted_at, p.privacy_notice_version
  from prospects p where p.id = $1::uuid and p.status = 'SUBMITTED';

-- read: modules/self-service/submissions/device-sessions.ts
select from used_device_links where id = $1::uuid
  and used_at <= now() - make_interval(secs => $2::int);

-- read: modules/self-service/submissions/ended-sessions.ts
select from ended_sessions where id = any($1::uuid[]);

-- read: modules/self-service/submissions/mails/submission-mail-repository.ts
select /* by id alone: the mail was queued for it */ a.email
  from invitation_facts i join arrival_contacts a on a.organization_id = i.organization_id where i.id = $1::uuid;

-- read: modules/self-service/submissions/mails/submission-mail-repository.ts
select /* by id alone: the mail was queued for it */ id, submitted_at, company_confirmed, company_remark,
  company_corrections, privacy_notice_version
  from kyc_submissions where invitation_id = $1::uuid;

-- read: modules/self-service/submissions/not-supplied-repository.ts
select invitation_id, type, reason from kyc_not_supplied where invitation_id = $1::uuid order by type collate "C";

-- read: modules/self-service/submissions/submission-repository.ts
select d.company_confirmed, d.company_remark, d.company_corrections, d.updated_at
  from kyc_drafts d where d.invitation_id = $1::uuid;

-- read: modules/self-service/uploads/module.ts
/* across sellers: the operator's figures */ select coalesce(sum(byte_size), 0)::float8 as value from uploads;

-- read: modules/self-service/uploads/repository.ts
/* across sellers: the sweep of what lies on the disk */ select id from uploads where id = any($1::uuid[]);

-- read: modules/self-service/uploads/repository.ts
select id from uploads
  where seller_id = $1::uuid and invitation_id = $2::uuid and type = $3 and file_name = $4
  and byte_size = $5::int
  order by created_at, id limit 1;

-- read: modules/self-service/uploads/repository.ts
select id, type, file_name, byte_size, fingerprint, created_at from uploads
  where seller_id = $1::uuid and invitation_id = $2::uuid and id = $3::uuid;

-- read: modules/self-service/uploads/repository.ts
select id, type, file_name, byte_size, fingerprint, created_at from uploads
  where seller_id = $1::uuid and invitation_id = $2::uuid order by created_at, id;

-- read: platform/db/owns-tables.ts
select pg_has_role(relowner, 'member') as owns from pg_class where oid = 'schema_migrations'::regclass;

-- read: platform/http/waiting-work.ts, platform/jobs/waiting-jobs.ts
select count(*)::int as count,
  coalesce(extract(epoch from now() - min(since)), 0)::float8 as age
  from (select since from (select run_at from graphile_worker.jobs where run_at <= now() and locked_at is null and attempts < max_attempts) as w (since) limit $1::int) as w;

-- read: platform/jobs/stall-watchdog.ts
select from graphile_worker.jobs where run_at <= now() and locked_at is null
  and attempts < max_attempts and task_identifier = any($1::text[]) limit 1;

-- write: 
select purge_readings($1::int) as gone;

-- write: 
select purge_trail($1::int) as gone;

-- write: core/audit/repository.ts, core/events/envelope.ts, core/events/instant.ts, core/write/commit-write.ts, modules/delivery/webhooks/delivery-history-repository.ts, modules/delivery/webhooks/endpoint-repository.ts
with key_lock as materialized (select pg_try_advisory_xact_lock($1::bigint) as has_key, exists (
  select from idempotency_keys where organization_id = $2::uuid and key_hash = $3::bytea
  and created_at > now() - interval '24 hours') as is_answered),place as materialized (
  select id, organization_id from webhook_endpoints
  where organization_id = $4::uuid and id = $5 and (select has_key and not is_answered from key_lock) for key share),
  message as (
  insert into webhook_messages (id, organization_id, type, body, created_at, list_position)
  select $6, organization_id, $7, convert_to(format(
  '{"id":%s,"type":%s,"schemaVersion":1,"source":%s,"createdAt":%s,"organizationUuid":%s,"data":%s}',
  to_json($8::text), to_json($9::text), to_json('API'::text), to_json(to_char($10::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')), to_json(organization_id),
  $11::text), 'UTF8'), $12::timestamptz, null from place),
  effect as (
  insert into webhook_deliveries (id, organization_id, endpoint_id, message_id, event_type, is_test, next_attempt_at, created_at)
  select $13, organization_id, id, $14, $15, true, $16::timestamptz, $17::timestamptz from place
  returning id, pg_notify($18, '')),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($19::text, $20::text, $21::text, $22::uuid, $23::uuid,
  $24::uuid, $25::uuid, $26::uuid, $27::jsonb)) as line where exists (select from effect)),answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select $28::uuid, $29::bytea, $30::bytea, $31::bytea
  where exists (select from effect)
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at)), done as (select exists (select from effect) as done)
  select done, has_key, is_answered
  from done, key_lock;

-- write: core/audit/repository.ts, core/events/envelope.ts, core/events/instant.ts, modules/delivery/mail/mail-job.ts, modules/delivery/mail/repository.ts, modules/delivery/webhooks/meta-events.ts, modules/delivery/webhooks/settle-deliveries.ts
/* across sellers: the delivery worker serves all endpoints */
  with told as materialized (
  select * from jsonb_to_recordset($1::jsonb) as t (place int, "deliveryId" text, fence bigint, "endpointId" text,
  result text, "retryInMs" bigint, gone boolean, "httpStatus" int, failure text, "durationMs" int, "agoMs" bigint)),
  -- Locked before the deliveries, as a resume does it, and in one order everywhere.
  standing as materialized (
  select id, organization_id, status, consecutive_failures, failing_since from webhook_endpoints
  where id in (select "endpointId" from told) order by id for no key update),
  settled as (
  update webhook_deliveries d set status = case t.result when 'delivered' then 'DELIVERED' when 'over' then 'FAILED' else 'PENDING' end,
  attempts = d.attempts + 1, http_status = t."httpStatus", leased_until = null,
  last_attempt_at = now() - t."agoMs" * interval '1 millisecond',
  first_attempt_at = coalesce(d.first_attempt_at, now() - t."agoMs" * interval '1 millisecond'),
  retries = d.retries + case t.result when 'retry' then 1 else 0 end,
  next_attempt_at = case t.result when 'retry' then now() + t."retryInMs" * interval '1 millisecond' end
  from told t join standing s on s.id = t."endpointId"
  where d.id = t."deliveryId" and d.fence = t.fence and d.status = 'PENDING' and d.leased_until is not null
  returning d.id, d.endpoint_id, d.organization_id, d.message_id, d.event_type, d.attempts, d.http_status, d.last_attempt_at, t.place,
  t.result, t.gone, t.failure, t."durationMs" as duration_ms),
  attempt as (
  insert into webhook_attempts (delivery_id, attempt, attempted_at, duration_ms, http_status, failure)
  select id, attempts, last_attempt_at, duration_ms, http_status, failure from settled),
  lasting as materialized (
  select s.endpoint_id, bool_or(s.result = 'delivered') as has_success, bool_or(s.gone) as gone,
  count(*) filter (where s.result <> 'delivered' and s.place > coalesce(last.success, 0))::int as failures,
  min(s.last_attempt_at) filter (where s.result <> 'delivered' and s.place > coalesce(last.success, 0)) as failing_since
  from settled s
  left join (select endpoint_id, max(place) as success from settled where result = 'delivered' group by 1) last using (endpoint_id)
  group by s.endpoint_id),
  counted as materialized (
  select w.id, w.organization_id, w.status, l.gone,
  case when l.has_success then 0 else w.consecutive_failures end + l.failures as failures,
  case when l.failures > 0 then coalesce(case when not l.has_success then w.failing_since end, l.failing_since)
  when not l.has_success then w.failing_since end as failing_since,
  l.failures > 0 as is_failing
  from lasting l join standing w on w.id = l.endpoint_id),
  paused as materialized (
  select id, organization_id, failures, failing_since, case when gone then 'GONE'
  when failures >= $2::int then 'CONSECUTIVE_FAILURES' else 'FAILING_TOO_LONG' end as reason
  from counted
  where status = 'ACTIVE' and (gone or (is_failing and (failures >= $3::int
  or failing_since <= now() - $4::int * interval '1 hour')))),
  endpoint as (
  update webhook_endpoints w set consecutive_failures = c.failures, failing_since = c.failing_since,
  status = case when exists (select from paused p where p.id = c.id) then 'PAUSED' else w.status end,
  updated_at = case when exists (select from paused p where p.id = c.id) then now() else w.updated_at end
  from counted c
  where w.id = c.id and (c.failures, c.failing_since) is distinct from (w.consecutive_failures, w.failing_since)),
  fact as materialized (
  select 'evt_' || replace(gen_random_uuid()::text, '-', '') as message_id, f.* from (
  select organization_id, id as endpoint_id, $5::text as type, jsonb_strip_nulls(jsonb_build_object($6::text, id,$7::text, reason,$8::text, failures,$9::text, to_char(coalesce(failing_since, now()) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),$10::text, to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) as data
  from paused
  union all
  select organization_id, endpoint_id, $11::text, jsonb_strip_nulls(jsonb_build_object($12::text, endpoint_id,$13::text, id,$14::text, message_id,$15::text, event_type,$16::text, attempts,$17::text, http_status,$18::text, to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
  from settled where result = 'over' and event_type not in ($19, $20)) f),
  listener as materialized (
  select f.*, w.id as listener_id
  from fact f
  join webhook_endpoints w on w.organization_id = f.organization_id and w.status = 'ACTIVE' and w.events && array[f.type, 'webhook.*']
  and w.id not in (select id from paused)),
  meta_message as (
  insert into webhook_messages (id, organization_id, type, body)
  select message_id, organization_id, type, convert_to(format(
  '{"id":%s,"type":%s,"schemaVersion":1,"source":%s,"createdAt":%s,"organizationUuid":%s,"data":%s}',
  to_json(message_id), to_json(type), to_json('SYSTEM'::text), to_json(to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')), to_json(organization_id),
  data), 'UTF8')
  from fact),
  meta_delivery as (
  insert into webhook_deliveries (id, organization_id, endpoint_id, message_id, event_type, next_attempt_at)
  select 'del_' || replace(gen_random_uuid()::text, '-', ''), organization_id, listener_id, message_id, type, now() from listener
  returning id),
  mail as (insert into mails (id, kind, subject_kind, subject_id, about)
  select gen_random_uuid(), $21::text, $22::text, r.subject_id, r.about from (select p.id as subject_id, jsonb_build_object('details', jsonb_build_object('endpointId', p.id)) as about
  from paused p join organization_facts o on o.id = p.organization_id and o.has_contact) r returning id),
  audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select $23::text, $24::text, $25::text, organization_id, null::uuid, right(id, 32)::uuid,
  null::uuid, $26::uuid, jsonb_build_object('endpointId', id, 'reason', reason) from paused)
  select (select count(*)::int from settled) as settled,
  coalesce((select jsonb_agg(jsonb_build_object('id', id, 'reason', reason)) from paused), '[]') as paused,
  (select count(graphile_worker.add_job($27, json_build_object('mailId', id),
  max_attempts => $28::int)) from mail) as mails,
  case when exists (select from meta_delivery) then pg_notify($29, '') end,
  case when exists (select from fact) then pg_notify($30, '') end;

-- write: core/audit/repository.ts, core/events/instant.ts, core/events/raise.ts, modules/self-service/invitations/repository.ts
/* across sellers: the clock's own work */ with overdue as (
  select id from invitations where status = 'ACTIVE' and expires_at <= now() 
  order by expires_at limit $1::int for update skip locked),
  effect as (update invitations i set status = 'EXPIRED', next_reminder_at = null from overdue where i.id = overdue.id and i.status = 'ACTIVE' and i.expires_at <= now()
  returning i.id, i.seller_id, i.buyer_id, i.kind, i.expires_at),
  event as (insert into events (type, source, seller_id, data)
  select $2, $3, seller_id, jsonb_strip_nulls(jsonb_build_object($4::text, kind,$5::text, id,$6::text, buyer_id,$7::text, to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) from effect),
  audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select $8::text, $9::text, $10::text, $11::uuid, seller_id, id,
  id, $12::uuid, '{}'::jsonb from effect)
  select id from effect;

-- write: core/audit/repository.ts, core/events/raise.ts, core/write/commit-write.ts, modules/delivery/mail/repository.ts, modules/kyc/documents/documents-from-draft.ts, modules/parties/buyers/repository.ts, modules/parties/organizations/acting.ts, modules/self-service/invitations/standing-repository.ts, modules/self-service/submissions/not-supplied-repository.ts, modules/self-service/submissions/submit-draft.ts, modules/self-service/submissions/submit-kyc.ts
with standing as materialized (
  select i.id, i.seller_id, i.link_version, i.organization_id, i.requested_documents from invitations i join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
  where i.id = $1::uuid and i.seller_id = $2::uuid and i.status = 'ACTIVE' and i.expires_at > now()
  and i.link_version = $3::int and b.status = 'ACTIVE'
  and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)
  for no key update of i),
  ready as materialized (select id from standing where draft_file_ids(id) = $4::uuid[] and draft_upload_count(id) = 0
  and requested_documents = $5::text[]
  and types_not_supplied(id) = $6::text[] and true),
  said as materialized (
  select ready.id, coalesce(d.company_confirmed, true) as company_confirmed, d.company_remark, d.company_corrections
  from ready left join lateral draft_answer(ready.id) d on true
  where d.company_confirmed is not distinct from $7::boolean and d.company_remark is not distinct from $8::text
  and d.company_corrections is not distinct from $9::jsonb),
  effect as (
  update invitations i set status = 'USED', usage_count = i.usage_count + 1, last_used_at = $10::timestamptz, next_reminder_at = null
  from said where i.id = said.id and i.seller_id = $11::uuid and i.status = 'ACTIVE' and i.expires_at > now()
  returning i.id, i.link_version, i.seller_id, i.buyer_id),
  submission as (
  insert into kyc_submissions (id, invitation_id, seller_id, buyer_id, company_confirmed, company_remark, company_corrections, privacy_notice_version, submitted_at)
  select $12::uuid, effect.id, effect.seller_id, effect.buyer_id, said.company_confirmed, said.company_remark, said.company_corrections,
  $13, $14::timestamptz from effect, said),
  draft_ended as (delete from kyc_drafts d using effect where d.invitation_id = effect.id),
  needless as (delete from kyc_not_supplied n using effect
  where n.invitation_id = effect.id and n.type = any($15::text[])),
  draft_buyer as (select id, seller_id from buyers where seller_id = $16::uuid and id = $17::uuid and erased_at is null and exists (select from effect) for no key update),
  draft_files as (
  select f.id, f.type, row_number() over (partition by f.type order by f.created_at, f.id) - 1 as position
  from kyc_files f, draft_buyer where f.invitation_id = $18::uuid),
  draft_types as materialized (
  select type, gen_random_uuid() as document_id from (select distinct type from draft_files) as one),
  draft_superseded as (
  update kyc_documents d set status = 'SUPERSEDED', superseded_at = $19::timestamptz
  from draft_buyer b, draft_types t
  where d.seller_id = b.seller_id and d.buyer_id = b.id and d.type = t.type and d.status = 'ACTIVE' returning d.id),
  draft_documents as (
  insert into kyc_documents (id, seller_id, buyer_id, type, source, submission_id, created_at)
  select t.document_id, b.seller_id, b.id, t.type, 'WEB_APP', $20::uuid, $21::timestamptz
  from draft_buyer b, draft_types t
  where (select count(*) from draft_superseded) >= 0
  returning id, type),
  draft_moved as (
  update kyc_files f set document_id = d.id, invitation_id = null, position = p.position
  from draft_documents d, draft_files p where f.id = p.id and f.invitation_id = $22::uuid and p.type = d.type),also_0 as (insert into mails (id, kind, subject_kind, subject_id, subject_version, sealed_facts, about)
  select $23::uuid, $24::text, $25::text, $26::text, $27::int,
  $28::bytea, $29::jsonb
  where exists (select from effect)),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($30::text, $31::text, $32::text, $33::uuid, $34::uuid,
  $35::uuid, $36::uuid, $37::uuid, $38::jsonb),($39::text, $40::text, $41::text, $42::uuid, $43::uuid,
  $44::uuid, $45::uuid, $46::uuid, $47::jsonb)) as line where exists (select from effect)),event as (insert into events (type, source, seller_id, data)
  select * from (values ($48::text, $49::text, $50::uuid, $51::jsonb)) as fact where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered, (case when done then (graphile_worker.add_job($52::text, $53::json,
  max_attempts => $54::int)).id end)
  from done;

-- write: core/audit/repository.ts, core/events/raise.ts, core/write/commit-write.ts, modules/delivery/mail/repository.ts, modules/parties/organizations/acting.ts, modules/self-service/invitations/places-repository.ts, modules/self-service/prospects/visitors/drafts-repository.ts, modules/self-service/submissions/not-supplied-repository.ts, modules/self-service/submissions/submit-draft.ts
with held as materialized (
  select p.id, p.seller_id, i.link_version, i.organization_id, p.requested_documents, p.reserved_until > now() as is_reserved, i.id as invitation_id, i.max_uses, i.usage_count from link_places p
  join invitations i on i.seller_id = p.seller_id and i.id = p.invitation_id
  where p.id = $1::uuid and p.seller_id = $2::uuid and p.used_at is null and i.id = $3::uuid and i.seller_id = $4::uuid and i.kind = 'PROSPECT' and i.status = 'ACTIVE'
  and i.expires_at > now() and i.link_version = $5::int and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)
  for no key update of p, i),
  standing as materialized (select * from held where max_uses is null
  or usage_count + case when is_reserved then 0 else places_reserved(invitation_id, id) end < max_uses),
  ready as materialized (select id from standing where draft_file_ids(id) = $6::uuid[] and draft_upload_count(id) = 0
  and requested_documents = $7::text[]
  and types_not_supplied(id) = $8::text[] and true),
  effect as (
  update invitations i set usage_count = i.usage_count + 1, last_used_at = $9::timestamptz,
  status = case when i.usage_count + 1 = i.max_uses then 'USED' else i.status end
  from ready where i.id = $10::uuid and i.seller_id = $11::uuid and i.status = 'ACTIVE' and i.expires_at > now()
  returning ready.id, i.seller_id, i.id as invitation_id),
  place_used as (update link_places p set used_at = $12::timestamptz from effect where p.id = effect.id and p.seller_id = effect.seller_id),
  needless as (delete from kyc_not_supplied n using effect
  where n.invitation_id = effect.id and n.type = any($13::text[])),also_0 as (update prospects p set status = 'SUBMITTED', submission_id = $14::uuid,
  privacy_notice_version = $15, submitted_at = $16::timestamptz, language = $17,
  list_position = next_list_position()
  from effect where p.id = effect.id and p.seller_id = $18::uuid and p.status = 'DRAFT'),also_1 as (insert into mails (id, kind, subject_kind, subject_id, subject_version, sealed_facts, about)
  select $19::uuid, $20::text, $21::text, $22::text, $23::int,
  $24::bytea, $25::jsonb
  where exists (select from effect)),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($26::text, $27::text, $28::text, $29::uuid, $30::uuid,
  $31::uuid, $32::uuid, $33::uuid, $34::jsonb),($35::text, $36::text, $37::text, $38::uuid, $39::uuid,
  $40::uuid, $41::uuid, $42::uuid, $43::jsonb)) as line where exists (select from effect)),event as (insert into events (type, source, seller_id, data)
  select * from (values ($44::text, $45::text, $46::uuid, $47::jsonb),($48::text, $49::text, $50::uuid, $51::jsonb)) as fact where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered, (case when done then (graphile_worker.add_job($52::text, $53::json,
  max_attempts => $54::int)).id end)
  from done;

-- write: core/audit/repository.ts, core/events/raise.ts, core/write/commit-write.ts, modules/kyc/verification/repository.ts, modules/parties/buyers/repository.ts
with owner as (select id, seller_id from buyers where seller_id = $1::uuid and id = $2::uuid and erased_at is null and erased_at is null and true for no key update), effect as (
  update verification_sessions s set status = $3, aml_status = $4, reason = $5,
  ended_at = $6::timestamptz, report = $7, sealed_url = case when $8 in ('OPEN', 'REVIEW') then s.sealed_url end
  from owner where s.seller_id = owner.seller_id and s.id = $9::uuid and s.status = $10 and s.erased_at is null returning s.id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($11::text, $12::text, $13::text, $14::uuid, $15::uuid,
  $16::uuid, $17::uuid, $18::uuid, $19::jsonb)) as line where exists (select from effect)),event as (insert into events (type, source, seller_id, data)
  select * from (values ($20::text, $21::text, $22::uuid, $23::jsonb)) as fact where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered, (case when done then (graphile_worker.add_job($24::text, $25::json,
  max_attempts => $26::int)).id end)
  from done;

-- write: core/audit/repository.ts, core/pii-log/pii-log.ts, core/write/commit-write.ts, modules/parties/contacts/repository.ts
with key_lock as materialized (select pg_try_advisory_xact_lock($1::bigint) as has_key, exists (
  select from idempotency_keys where organization_id = $2::uuid and key_hash = $3::bytea
  and created_at > now() - interval '24 hours') as is_answered),effect as (
  update buyer_contacts c set sealed = $4::bytea, first_name = null, last_name = null, email = null, phone = null
  where c.seller_id = $5::uuid and c.buyer_id = $6::uuid and c.id = $7::uuid
  and c.sealed is not distinct from $8::bytea and (select has_key and not is_answered from key_lock)
  returning c.id, c.seller_id, c.buyer_id),also_0 as (insert into pii_access_log (organization_id, client_id, seller_id, buyer_id, subject_kind, subject_id, purpose, request_id)
  select $9::uuid, $10, seller_id, buyer_id, $11, id, $12::text,
  $13::uuid from effect),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($14::text, $15::text, $16::text, $17::uuid, $18::uuid,
  $19::uuid, $20::uuid, $21::uuid, $22::jsonb)) as line where exists (select from effect)),answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select $23::uuid, $24::bytea, $25::bytea, $26::bytea
  where exists (select from effect)
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at)), done as (select exists (select from effect) as done)
  select done, has_key, is_answered
  from done, key_lock;

-- write: core/audit/repository.ts, core/pii-log/pii-log.ts, modules/kyc/documents/documents-of-draft.ts, modules/kyc/documents/repository.ts, modules/self-service/prospects/erase-prospect.ts, modules/self-service/prospects/prospect-repository.ts
with found as (
  select f.id as file_id, f.file_name, w.is_copy, case when w.is_copy then f.review_media_type else f.media_type end as media_type,
  case when w.is_copy then f.review_byte_size else f.byte_size end as byte_size,
  case when w.is_copy then f.review_storage_key else f.storage_key end as storage_key,
  f.active_content, f.signed, f.encrypted, draft.seller_id
  from (select id, seller_id from prospects
  where seller_id = $1::uuid and id = $2::uuid and status <> 'DRAFT') as draft join kyc_files f on f.invitation_id = draft.id cross join lateral (select f.review_storage_key is not null and not $3::boolean as is_copy) w
  where f.id = $4::uuid),
  logged as (insert into pii_access_log (organization_id, client_id, seller_id, buyer_id, subject_kind, subject_id, purpose, request_id)
  select $5::uuid, $6, seller_id, null::uuid, $7, file_id, $8::text,
  $9::uuid from found where $10::boolean),
  audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select $11::text, $12::text, $13::text, $14::uuid, seller_id, file_id,
  null::uuid, $15::uuid, jsonb_build_object('variant', $16::text) from found where $17::boolean)
  select file_id, file_name, is_copy, media_type, byte_size, storage_key, active_content, signed, encrypted from found;

-- write: core/audit/repository.ts, core/pii-log/pii-log.ts, modules/kyc/documents/repository.ts
with found as (
  select f.id as file_id, f.file_name, w.is_copy, case when w.is_copy then f.review_media_type else f.media_type end as media_type,
  case when w.is_copy then f.review_byte_size else f.byte_size end as byte_size,
  case when w.is_copy then f.review_storage_key else f.storage_key end as storage_key,
  f.active_content, f.signed, f.encrypted, d.id as document_id, d.seller_id, d.buyer_id
  from kyc_documents d join kyc_files f on f.document_id = d.id cross join lateral (select f.review_storage_key is not null and not $1::boolean as is_copy) w
  where d.seller_id = $2::uuid and d.buyer_id = $3::uuid and d.id = $4::uuid
  
  order by f.position, f.id limit 1),
  logged as (insert into pii_access_log (organization_id, client_id, seller_id, buyer_id, subject_kind, subject_id, purpose, request_id)
  select $5::uuid, $6, seller_id, buyer_id, $7, file_id, $8::text,
  $9::uuid from found where $10::boolean),
  audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select $11::text, $12::text, $13::text, $14::uuid, seller_id, document_id,
  null::uuid, $15::uuid, jsonb_build_object('variant', $16::text) from found where $17::boolean)
  select file_id, file_name, is_copy, media_type, byte_size, storage_key, active_content, signed, encrypted from found;

-- write: core/audit/repository.ts, core/pii-log/pii-log.ts, modules/self-service/buyer-export/repository.ts
with found as (
  select b.id, b.seller_id, b.erased_at from buyer_facts b
  where b.seller_id = $1::uuid and b.id = $2::uuid),
  logged as (insert into pii_access_log (organization_id, client_id, seller_id, buyer_id, subject_kind, subject_id, purpose, request_id)
  select $3::uuid, $4, seller_id, id, $5, id, $6::text,
  $7::uuid from found where erased_at is null),
  audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select $8::text, $9::text, $10::text, $11::uuid, seller_id, id,
  null::uuid, $12::uuid, '{}'::jsonb from found where erased_at is null)
  select erased_at, date_trunc('milliseconds', now()) as now from found;

-- write: core/audit/repository.ts, core/write/commit-write.ts, core/write/shared-effect.ts, modules/delivery/mail/mail-to.ts, modules/kyc/documents/expiring-documents.ts
with due as materialized (
  select d.id from kyc_documents d join buyer_facts b on b.seller_id = d.seller_id and b.id = d.buyer_id where d.seller_id = $1::uuid and d.status = 'ACTIVE' and b.status = 'ACTIVE' and d.expiry_mail_id is null
  and d.expires_on <= (now() at time zone 'UTC')::date + $2::int and true
  order by d.expires_on, d.id limit $3::int for no key update of d skip locked),
  effect as (update kyc_documents d set expiry_mail_id = $4::uuid from due
  where d.seller_id = $5::uuid and d.id = due.id and d.status = 'ACTIVE' returning d.id),written as materialized (
  select * from (values ($6::uuid,$7::text,$8::jsonb,$9::smallint,$10::text,$11::text,$12::text,$13::int,$14::jsonb,$15::bytea,$16::bytea)) as given(mail_id, mail_task, mail_payload, mail_max_attempts, mail_kind, mail_subject_kind, mail_subject_id, mail_subject_version, mail_about, recipient, recipient_of_organization) where exists (select from effect)),
  recipient_turn as (insert into mail_recipients as r (recipient, mailed_at)
  select w.recipient, array[now()] from written w order by w.recipient
  on conflict (recipient) do update set mailed_at = (r.mailed_at || mail_turn(r.mailed_at))[greatest(1, cardinality(r.mailed_at) - 8):]
  returning r.recipient, nullif(r.mailed_at[cardinality(r.mailed_at)], now()) as at),
  recipient_count as (insert into mail_recipients as r (recipient, mailed_at)
  select w.recipient_of_organization, array[now()] from written w order by w.recipient_of_organization
  on conflict (recipient) do update set mailed_at = (r.mailed_at || now())[greatest(1, cardinality(r.mailed_at) - 8):]
  where mail_turn_is_now(r.mailed_at)),
  -- Few wait, mostly none: cheaper to look up than to join.
  turns as materialized (select jsonb_object_agg(encode(recipient, 'hex'), at) as late from recipient_turn where at is not null),
  mail as (insert into mails (id, kind, subject_kind, subject_id, subject_version, about, not_before)
  select w.mail_id, w.mail_kind, w.mail_subject_kind, w.mail_subject_id, w.mail_subject_version, w.mail_about,
  (turns.late->>encode(w.recipient, 'hex'))::timestamptz
  from written w cross join turns
  returning id, not_before),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($17::text, $18::text, $19::text, $20::uuid, $21::uuid,
  $22::uuid, $23::uuid, $24::uuid, $25::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered, case when exists (select from written) then (select count(*) from graphile_worker.add_jobs(array(
  select (j.task, j.payload, null, j.run_at, j.max_attempts, null, null, null)::graphile_worker.job_spec
  from (select w.mail_task as task, w.mail_payload::json as payload, w.mail_max_attempts as max_attempts, m.not_before as run_at
  from mail m join written w on w.mail_id = m.id) j))) end as jobs
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, core/write/shared-effect.ts, modules/delivery/mail/mail-to.ts, modules/kyc/documents/repository.ts, modules/parties/buyers/repository.ts, modules/self-service/invitations/repository.ts, modules/self-service/invitations/standing-repository.ts, modules/self-service/links/link-key-retirement.ts
with key_lock as materialized (select pg_try_advisory_xact_lock($1::bigint) as has_key, exists (
  select from idempotency_keys where organization_id = $2::uuid and key_hash = $3::bytea
  and created_at > now() - interval '24 hours') as is_answered),asked as materialized (
  select i.id, i.seller_id, i.link_version, i.expires_at, i.last_mail_at from invitations i
  where i.seller_id = $4::uuid and i.buyer_id = $5::uuid and i.status = 'ACTIVE' and i.expires_at > now() and (select has_key and not is_answered from key_lock)
  order by i.id for no key update),owner as (select id, seller_id from buyers where seller_id = $6::uuid and id = $7::uuid and erased_at is null and (select count(*) from asked) >= 0 and exists (select from asked where asked.id = $8::uuid and asked.link_version = $9::int
  and date_trunc('milliseconds', asked.expires_at) is not distinct from $10::timestamptz
  and date_trunc('milliseconds', asked.last_mail_at) is not distinct from $11::timestamptz)
  and not exists (select from retired_link_keys r where r.kid = $12::smallint)
  and exists (select from buyer_facts b where b.seller_id = $13::uuid and b.id = $14::uuid and b.status = 'ACTIVE') and (select has_key and not is_answered from key_lock) for no key update),
  effect as (
  update kyc_documents d set status = $15, ended_at = $16::timestamptz, end_reason = $17 from owner
  where d.seller_id = owner.seller_id and d.buyer_id = owner.id and d.id = $18::uuid and d.status = 'ACTIVE'
  returning d.id, d.seller_id, d.buyer_id, d.type),also_0 as (update invitations i set requested_documents = i.requested_documents || effect.type from effect, asked
  where i.id = asked.id and i.seller_id = asked.seller_id and effect.type <> all(i.requested_documents)
  and i.id <> $19::uuid),also_1 as (update invitations i set link_version = $20::int, link_kid = $21::smallint,
  last_mail_at = $22::timestamptz, next_reminder_at = $23::timestamptz,
  requested_documents = case when effect.type = any(i.requested_documents) then i.requested_documents else i.requested_documents || effect.type end
  from effect, asked where i.id = asked.id and i.seller_id = asked.seller_id and i.id = $24::uuid),written as materialized (
  select * from (values ($25::uuid,$26::text,$27::jsonb,$28::smallint,$29::text,$30::text,$31::text,$32::int,$33::jsonb,$34::bytea,$35::bytea)) as given(mail_id, mail_task, mail_payload, mail_max_attempts, mail_kind, mail_subject_kind, mail_subject_id, mail_subject_version, mail_about, recipient, recipient_of_organization) where exists (select from effect)),
  recipient_turn as (insert into mail_recipients as r (recipient, mailed_at)
  select w.recipient, array[now()] from written w order by w.recipient
  on conflict (recipient) do update set mailed_at = (r.mailed_at || mail_turn(r.mailed_at))[greatest(1, cardinality(r.mailed_at) - 8):]
  returning r.recipient, nullif(r.mailed_at[cardinality(r.mailed_at)], now()) as at),
  recipient_count as (insert into mail_recipients as r (recipient, mailed_at)
  select w.recipient_of_organization, array[now()] from written w order by w.recipient_of_organization
  on conflict (recipient) do update set mailed_at = (r.mailed_at || now())[greatest(1, cardinality(r.mailed_at) - 8):]
  where mail_turn_is_now(r.mailed_at)),
  -- Few wait, mostly none: cheaper to look up than to join.
  turns as materialized (select jsonb_object_agg(encode(recipient, 'hex'), at) as late from recipient_turn where at is not null),
  mail as (insert into mails (id, kind, subject_kind, subject_id, subject_version, about, not_before)
  select w.mail_id, w.mail_kind, w.mail_subject_kind, w.mail_subject_id, w.mail_subject_version, w.mail_about,
  (turns.late->>encode(w.recipient, 'hex'))::timestamptz
  from written w cross join turns
  returning id, not_before),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($36::text, $37::text, $38::text, $39::uuid, $40::uuid,
  $41::uuid, $42::uuid, $43::uuid, $44::jsonb),($45::text, $46::text, $47::text, $48::uuid, $49::uuid,
  $50::uuid, $51::uuid, $52::uuid, $53::jsonb),($54::text, $55::text, $56::text, $57::uuid, $58::uuid,
  $59::uuid, $60::uuid, $61::uuid, $62::jsonb)) as line where exists (select from effect)),answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select $63::uuid, $64::bytea, $65::bytea, $66::bytea
  where exists (select from effect)
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at)), done as (select exists (select from effect) as done)
  select done, has_key, is_answered, case when exists (select from written) then (select count(*) from graphile_worker.add_jobs(array(
  select (j.task, j.payload, null, j.run_at, j.max_attempts, null, null, null)::graphile_worker.job_spec
  from (select w.mail_task as task, w.mail_payload::json as payload, w.mail_max_attempts as max_attempts, m.not_before as run_at
  from mail m join written w on w.mail_id = m.id) j))) end as jobs
  from done, key_lock;

-- write: core/audit/repository.ts, core/write/commit-write.ts, core/write/shared-effect.ts, modules/delivery/mail/mail-to.ts, modules/self-service/prospects/mails/mail-repository.ts, modules/self-service/prospects/retention.ts
with effect as (update prospects p set end_told_at = now()
  where p.seller_id = $1::uuid and p.status = 'SUBMITTED' and p.end_told_at is null and p.submitted_at <= now() - interval '1 day' * $2::int and true returning p.id),written as materialized (
  select * from (values ($3::uuid,$4::text,$5::jsonb,$6::smallint,$7::text,$8::text,$9::text,$10::int,$11::jsonb,$12::bytea,$13::bytea)) as given(mail_id, mail_task, mail_payload, mail_max_attempts, mail_kind, mail_subject_kind, mail_subject_id, mail_subject_version, mail_about, recipient, recipient_of_organization) where exists (select from effect)),
  recipient_turn as (insert into mail_recipients as r (recipient, mailed_at)
  select w.recipient, array[now()] from written w order by w.recipient
  on conflict (recipient) do update set mailed_at = (r.mailed_at || mail_turn(r.mailed_at))[greatest(1, cardinality(r.mailed_at) - 8):]
  returning r.recipient, nullif(r.mailed_at[cardinality(r.mailed_at)], now()) as at),
  recipient_count as (insert into mail_recipients as r (recipient, mailed_at)
  select w.recipient_of_organization, array[now()] from written w order by w.recipient_of_organization
  on conflict (recipient) do update set mailed_at = (r.mailed_at || now())[greatest(1, cardinality(r.mailed_at) - 8):]
  where mail_turn_is_now(r.mailed_at)),
  -- Few wait, mostly none: cheaper to look up than to join.
  turns as materialized (select jsonb_object_agg(encode(recipient, 'hex'), at) as late from recipient_turn where at is not null),
  mail as (insert into mails (id, kind, subject_kind, subject_id, subject_version, about, not_before)
  select w.mail_id, w.mail_kind, w.mail_subject_kind, w.mail_subject_id, w.mail_subject_version, w.mail_about,
  (turns.late->>encode(w.recipient, 'hex'))::timestamptz
  from written w cross join turns
  returning id, not_before),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($14::text, $15::text, $16::text, $17::uuid, $18::uuid,
  $19::uuid, $20::uuid, $21::uuid, $22::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered, case when exists (select from written) then (select count(*) from graphile_worker.add_jobs(array(
  select (j.task, j.payload, null, j.run_at, j.max_attempts, null, null, null)::graphile_worker.job_spec
  from (select w.mail_task as task, w.mail_payload::json as payload, w.mail_max_attempts as max_attempts, m.not_before as run_at
  from mail m join written w on w.mail_id = m.id) j))) end as jobs
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/delivery/mail/recipients.ts, modules/delivery/mail/repository.ts, modules/parties/organizations/acting.ts, modules/self-service/invitations/places-repository.ts, modules/self-service/prospects/visitors/codes-repository.ts
with effect as (
  insert into prospect_codes as c (invitation_id, address_hash, code_hash, tries_left, sent_at, expires_at)
  select i.id, $1::bytea, $2::bytea, $3::int, now(), now() + make_interval(mins => $4::int)
  from invitation_facts i where i.id = $5::uuid and i.seller_id = $6::uuid and i.kind = 'PROSPECT' and i.status = 'ACTIVE'
  and i.expires_at > now() and i.link_version = $7::int and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id) and true
  and ($8::boolean or not exists (select from prospect_pauses p where p.invitation_id = i.id and p.paused_until > now()))
  on conflict (invitation_id, address_hash) do update set code_hash = excluded.code_hash, tries_left = excluded.tries_left,
  sent_at = excluded.sent_at, expires_at = excluded.expires_at, proved_at = null
  where c.sent_at <= now() - interval '1 minute'
  returning c.invitation_id as id),also_0 as (insert into mail_recipients as r (recipient, mailed_at)
  select $9::bytea, array[now()] where exists (select from effect)
  on conflict (recipient) do update set mailed_at = (r.mailed_at || now())[greatest(1, cardinality(r.mailed_at) - 8):]
  where mail_turn_is_now(r.mailed_at)),also_1 as (insert into mails (id, kind, subject_kind, subject_id, subject_version, sealed_facts, about)
  select $10::uuid, $11::text, $12::text, $13::text, $14::int,
  $15::bytea, $16::jsonb
  where exists (select from effect)),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($17::text, $18::text, $19::text, $20::uuid, $21::uuid,
  $22::uuid, $23::uuid, $24::uuid, $25::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered, (case when done then (graphile_worker.add_job($26::text, $27::json,
  max_attempts => $28::int)).id end)
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/delivery/mail/repository.ts
with effect as (update mails set status = $1,
  sealed_facts = case when $2 = 'QUEUED' then sealed_facts end
  where id = $3::uuid and status in ('QUEUED', 'SENDING') and true returning id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($4::text, $5::text, $6::text, $7::uuid, $8::uuid,
  $9::uuid, $10::uuid, $11::uuid, $12::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/delivery/mail/repository.ts
with effect as (update mails set status = 'SENT', sent_at = now(), sealed_facts = null
  where id = $1::uuid and status <> 'SENT' and true returning id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($2::text, $3::text, $4::text, $5::uuid, $6::uuid,
  $7::uuid, $8::uuid, $9::uuid, $10::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/delivery/mail/repository.ts, modules/files/repository.ts, modules/kyc/documents/draft-repository.ts, modules/kyc/documents/erase-documents.ts, modules/kyc/verification/erase-verifications.ts, modules/kyc/vies/erase-checks.ts, modules/parties/buyers/repository.ts, modules/parties/contacts/repository.ts, modules/self-service/declaration-answers/repository.ts, modules/self-service/erasure/plan-erasure.ts, modules/self-service/erasure/wipe.ts, modules/self-service/invitations/erased-places.ts, modules/self-service/invitations/operator-repository.ts, modules/self-service/prospects/wipe-places.ts, modules/self-service/submissions/draft-repository.ts
with key_lock as materialized (select pg_try_advisory_xact_lock($1::bigint) as has_key, exists (
  select from idempotency_keys where organization_id = $2::uuid and key_hash = $3::bytea
  and created_at > now() - interval '24 hours') as is_answered),stood as materialized (
  select i.id, i.seller_id, i.status in ('ACTIVE', 'EXPIRED') as was_open, i.status = 'ACTIVE' and i.expires_at <= now() as is_overdue
  from invitations i where i.seller_id = $4::uuid and i.buyer_id = $5::uuid and (select has_key and not is_answered from key_lock)
  order by i.id for no key update),owner as materialized (select id, seller_id from buyers where seller_id = $6::uuid and id = $7::uuid and erased_at is null and not exists (select from stood where is_overdue) and (select has_key and not is_answered from key_lock) for no key update),
  effect as (
  update buyers b set company_name = '', vat_number = 'ERASED-' || b.id, street = '', post_code = '', city = '', status = 'BLOCKED',
  version = b.version + 1, updated_at = $8::timestamptz, erased_at = $9::timestamptz, erasure_reason = $10
  from owner where b.seller_id = owner.seller_id and b.id = owner.id and contact_ids_of(owner.seller_id, owner.id) = $11::uuid[]
  and document_ids_of(owner.seller_id, owner.id) = $12::uuid[] returning b.id, b.seller_id),erased as (
  update invitations i set status = case when i.status = 'USED' then i.status else 'REVOKED' end,
  revoked_at = case when i.status <> 'USED' then coalesce(i.revoked_at, now()) end,
  revocation_reason = case when i.status <> 'USED' then '' end,
  recipient_email = null, label = null, message = null, redirect_url = null, reminders = false, next_reminder_at = null, erased_at = now()
  from stood, effect where i.id = stood.id and i.seller_id = stood.seller_id and i.erased_at is null
  returning i.id, i.seller_id, stood.was_open),mine as (select stood.id, stood.seller_id from stood, effect),draft as (delete from kyc_drafts d using mine where d.invitation_id = mine.id),
  remark as (update kyc_submissions k set company_remark = null, company_corrections = null from mine
  where k.seller_id = $13::uuid and k.invitation_id = mine.id
  and (k.company_remark is not null or k.company_corrections is not null)),
  reasons as (update kyc_not_supplied n set reason = null from mine where n.invitation_id = mine.id and n.reason is not null),drafts_gone as (delete from kyc_files f using mine
  where f.invitation_id = mine.id or f.removed_from_invitation_id = mine.id returning f.id),documents_gone as (delete from kyc_documents d using effect
  where d.seller_id = effect.seller_id and d.buyer_id = effect.id and d.keep_until is null and d.id <> all($14::uuid[]) returning d.id),
  files_gone as (delete from kyc_files f using documents_gone where f.document_id = documents_gone.id returning f.id),
  documents_kept as (update kyc_documents d set keep_until = $15::timestamptz, end_reason = null, expires_on = null, expiry_mail_id = null from effect
  where d.seller_id = effect.seller_id and d.buyer_id = effect.id and d.id = any($16::uuid[]) returning d.id),
  files_kept as (update kyc_files f set file_name = replace(lower(f.type), '_', '-') || case f.media_type
  when 'application/pdf' then '.pdf' when 'image/jpeg' then '.jpg' when 'image/png' then '.png' else '.heic' end
  from documents_kept where f.document_id = documents_kept.id returning f.id),answers_gone as (delete from declaration_answers a using files_kept where a.file_id = files_kept.id),contacts_gone as (delete from buyer_contacts c using effect
  where c.seller_id = effect.seller_id and c.buyer_id = effect.id),places as materialized (select p.id, p.seller_id, p.invitation_id, p.address_hash from (select b.id, b.seller_id from effect
  join prospects b on b.seller_id = effect.seller_id and b.buyer_id = effect.id) o join link_places p on p.seller_id = o.seller_id and p.id = o.id
  order by p.id for update of p),prospects_gone as (delete from prospects p using places where p.seller_id = places.seller_id and p.id = places.id and p.status = 'CONVERTED'
  returning p.id, p.seller_id, p.status),codes_gone as (delete from prospect_codes c using places, prospects_gone
  where places.id = prospects_gone.id and c.invitation_id = places.invitation_id and c.address_hash = places.address_hash),places_gone as (delete from link_places p using prospects_gone where p.seller_id = prospects_gone.seller_id and p.id = prospects_gone.id),also_0 as (delete from stored_files where owner_kind = $17 and owner_id in (select id from drafts_gone union all select id from files_gone)),also_1 as (update mails set status = 'CANCELLED', sealed_facts = null
  where subject_kind = $18 and status = 'QUEUED' and subject_id in (select id::text from mine)),also_2 as (update verification_sessions s set status = case when s.status in ('OPEN', 'REVIEW') then 'EXPIRED' else s.status end,
  ended_at = coalesce(s.ended_at, now()), sealed_url = null, reason = null, report = null, erased_at = now()
  where s.seller_id = $19::uuid and s.buyer_id = $20::uuid and exists (select from effect)),also_3 as (delete from vies_checks c
  where c.seller_id = $21::uuid and c.buyer_id = $22::uuid and exists (select from effect)),also_4 as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select $23::text, $24::text, $25::text, $26::uuid, seller_id, id,
  id, $27::uuid, '{}'::jsonb from erased where was_open),also_5 as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select $28::text, $29::text, $30::text, $31::uuid, seller_id, id,
  id, $32::uuid, '{}'::jsonb from erased),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($33::text, $34::text, $35::text, $36::uuid, $37::uuid,
  $38::uuid, $39::uuid, $40::uuid, $41::jsonb)) as line where exists (select from effect)),answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select $42::uuid, $43::bytea, $44::bytea, $45::bytea
  where exists (select from effect)
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at)), done as (select exists (select from effect) as done)
  select done, has_key, is_answered, (case when done then (graphile_worker.add_job($46::text, $47::json,
  max_attempts => $48::int)).id end)
  from done, key_lock;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/delivery/mail/repository.ts, modules/files/repository.ts, modules/kyc/documents/draft-repository.ts, modules/kyc/documents/erase-documents.ts, modules/kyc/verification/erase-verifications.ts, modules/kyc/vies/erase-checks.ts, modules/parties/buyers/repository.ts, modules/parties/contacts/repository.ts, modules/self-service/declaration-answers/repository.ts, modules/self-service/erasure/wipe.ts, modules/self-service/invitations/erased-places.ts, modules/self-service/invitations/operator-repository.ts, modules/self-service/prospects/wipe-places.ts, modules/self-service/submissions/draft-repository.ts
with stood as materialized (
  select i.id, i.seller_id, i.status in ('ACTIVE', 'EXPIRED') as was_open, i.status = 'ACTIVE' and i.expires_at <= now() as is_overdue
  from invitations i where i.seller_id = $1::uuid and i.buyer_id = $2::uuid and true
  order by i.id for no key update),effect as (select b.id, b.seller_id from buyers b
  where b.seller_id = $3::uuid and b.id = $4::uuid and b.erased_at is not null and (select count(*) from stood) >= 0 and true for no key update),erased as (
  update invitations i set status = case when i.status = 'USED' then i.status else 'REVOKED' end,
  revoked_at = case when i.status <> 'USED' then coalesce(i.revoked_at, now()) end,
  revocation_reason = case when i.status <> 'USED' then '' end,
  recipient_email = null, label = null, message = null, redirect_url = null, reminders = false, next_reminder_at = null, erased_at = now()
  from stood, effect where i.id = stood.id and i.seller_id = stood.seller_id and i.erased_at is null
  returning i.id, i.seller_id, stood.was_open),mine as (select stood.id, stood.seller_id from stood, effect),draft as (delete from kyc_drafts d using mine where d.invitation_id = mine.id),
  remark as (update kyc_submissions k set company_remark = null, company_corrections = null from mine
  where k.seller_id = $5::uuid and k.invitation_id = mine.id
  and (k.company_remark is not null or k.company_corrections is not null)),
  reasons as (update kyc_not_supplied n set reason = null from mine where n.invitation_id = mine.id and n.reason is not null),drafts_gone as (delete from kyc_files f using mine
  where f.invitation_id = mine.id or f.removed_from_invitation_id = mine.id returning f.id),documents_gone as (delete from kyc_documents d using effect
  where d.seller_id = effect.seller_id and d.buyer_id = effect.id and d.keep_until is null and d.id <> all($6::uuid[]) returning d.id),
  files_gone as (delete from kyc_files f using documents_gone where f.document_id = documents_gone.id returning f.id),
  documents_kept as (update kyc_documents d set keep_until = $7::timestamptz, end_reason = null, expires_on = null, expiry_mail_id = null from effect
  where d.seller_id = effect.seller_id and d.buyer_id = effect.id and d.id = any($8::uuid[]) returning d.id),
  files_kept as (update kyc_files f set file_name = replace(lower(f.type), '_', '-') || case f.media_type
  when 'application/pdf' then '.pdf' when 'image/jpeg' then '.jpg' when 'image/png' then '.png' else '.heic' end
  from documents_kept where f.document_id = documents_kept.id returning f.id),answers_gone as (delete from declaration_answers a using files_kept where a.file_id = files_kept.id),contacts_gone as (delete from buyer_contacts c using effect
  where c.seller_id = effect.seller_id and c.buyer_id = effect.id),places as materialized (select p.id, p.seller_id, p.invitation_id, p.address_hash from (select b.id, b.seller_id from effect
  join prospects b on b.seller_id = effect.seller_id and b.buyer_id = effect.id) o join link_places p on p.seller_id = o.seller_id and p.id = o.id
  order by p.id for update of p),prospects_gone as (delete from prospects p using places where p.seller_id = places.seller_id and p.id = places.id and p.status = 'CONVERTED'
  returning p.id, p.seller_id, p.status),codes_gone as (delete from prospect_codes c using places, prospects_gone
  where places.id = prospects_gone.id and c.invitation_id = places.invitation_id and c.address_hash = places.address_hash),places_gone as (delete from link_places p using prospects_gone where p.seller_id = prospects_gone.seller_id and p.id = prospects_gone.id),also_0 as (delete from stored_files where owner_kind = $9 and owner_id in (select id from drafts_gone union all select id from files_gone)),also_1 as (update mails set status = 'CANCELLED', sealed_facts = null
  where subject_kind = $10 and status = 'QUEUED' and subject_id in (select id::text from mine)),also_2 as (update verification_sessions s set status = case when s.status in ('OPEN', 'REVIEW') then 'EXPIRED' else s.status end,
  ended_at = coalesce(s.ended_at, now()), sealed_url = null, reason = null, report = null, erased_at = now()
  where s.seller_id = $11::uuid and s.buyer_id = $12::uuid and exists (select from effect)),also_3 as (delete from vies_checks c
  where c.seller_id = $13::uuid and c.buyer_id = $14::uuid and exists (select from effect)),also_4 as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select $15::text, $16::text, $17::text, $18::uuid, seller_id, id,
  id, $19::uuid, '{}'::jsonb from erased where was_open),also_5 as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select $20::text, $21::text, $22::text, $23::uuid, seller_id, id,
  id, $24::uuid, '{}'::jsonb from erased), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/delivery/mail/repository.ts, modules/files/repository.ts, modules/kyc/documents/draft-repository.ts, modules/self-service/invitations/operator-repository.ts, modules/self-service/submissions/draft-repository.ts
with effect as (
  update invitations i set status = case when i.status = 'USED' then i.status else 'REVOKED' end,
  revoked_at = case when i.status <> 'USED' then coalesce(i.revoked_at, now()) end,
  revocation_reason = case when i.status <> 'USED' then '' end,
  recipient_email = null, label = null, message = null, redirect_url = null, reminders = false, next_reminder_at = null, erased_at = now()
  where i.id = $1::uuid and i.seller_id = $2::uuid and i.status = $3 and i.erased_at is null
  and (i.status <> 'ACTIVE' or i.expires_at > now()) and true
  returning i.id, i.seller_id),draft as (delete from kyc_drafts d using effect where d.invitation_id = effect.id),
  remark as (update kyc_submissions k set company_remark = null, company_corrections = null from effect
  where k.seller_id = $4::uuid and k.invitation_id = effect.id
  and (k.company_remark is not null or k.company_corrections is not null)),
  reasons as (update kyc_not_supplied n set reason = null from effect where n.invitation_id = effect.id and n.reason is not null),file as (delete from kyc_files f using effect
  where f.invitation_id = effect.id or f.removed_from_invitation_id = effect.id returning f.id),also_0 as (delete from stored_files where owner_kind = $5 and owner_id in (select id from file)),also_1 as (update mails set status = 'CANCELLED', sealed_facts = null
  where subject_kind = $6 and subject_id = $7 and status = 'QUEUED' and exists (select from effect)),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($8::text, $9::text, $10::text, $11::uuid, $12::uuid,
  $13::uuid, $14::uuid, $15::uuid, $16::jsonb),($17::text, $18::text, $19::text, $20::uuid, $21::uuid,
  $22::uuid, $23::uuid, $24::uuid, $25::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/delivery/mail/repository.ts, modules/self-service/invitations/jobs-repository.ts
with taken as (
  select i.id, i.seller_id from invitations i
  where i.id = $1::uuid and i.seller_id = $2::uuid and i.status = 'ACTIVE' and i.expires_at > now()
  and i.reminders_sent = $3::int and i.link_version = $4::int
  and date_trunc('milliseconds', i.next_reminder_at) = $5::timestamptz and true
  for update skip locked),
  effect as (
  update invitations i set reminders_sent = i.reminders_sent + 1, next_reminder_at = $6::timestamptz,
  last_mail_at = $7::timestamptz
  from taken where i.seller_id = taken.seller_id and i.id = taken.id returning i.id),also_0 as (insert into mails (id, kind, subject_kind, subject_id, subject_version, sealed_facts, about)
  select $8::uuid, $9::text, $10::text, $11::text, $12::int,
  $13::bytea, $14::jsonb
  where exists (select from effect)),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($15::text, $16::text, $17::text, $18::uuid, $19::uuid,
  $20::uuid, $21::uuid, $22::uuid, $23::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered, (case when done then (graphile_worker.add_job($24::text, $25::json,
  max_attempts => $26::int)).id end)
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/delivery/mail/repository.ts, modules/self-service/invitations/standing-repository.ts
with effect as (update invitations i set misuse_reported_at = now()
  where i.id = $1::uuid and i.seller_id = $2::uuid
  and (i.misuse_reported_at is null or i.misuse_reported_at <= now() - interval '24 hours') and true
  returning i.id, i.link_version),also_0 as (insert into mails (id, kind, subject_kind, subject_id, subject_version, sealed_facts, about)
  select $3::uuid, $4::text, $5::text, $6::text, $7::int,
  $8::bytea, $9::jsonb
  where exists (select from effect)),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($10::text, $11::text, $12::text, $13::uuid, $14::uuid,
  $15::uuid, $16::uuid, $17::uuid, $18::jsonb),($19::text, $20::text, $21::text, $22::uuid, $23::uuid,
  $24::uuid, $25::uuid, $26::uuid, $27::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered, (case when done then (graphile_worker.add_job($28::text, $29::json,
  max_attempts => $30::int)).id end)
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/delivery/webhooks/delivery-history-repository.ts
with key_lock as materialized (select pg_try_advisory_xact_lock($1::bigint) as has_key, exists (
  select from idempotency_keys where organization_id = $2::uuid and key_hash = $3::bytea
  and created_at > now() - interval '24 hours') as is_answered),effect as (
  update webhook_deliveries set status = 'PENDING', next_attempt_at = $4::timestamptz, first_attempt_at = null, retries = 0,
  leased_until = case when status = 'PENDING' then leased_until end
  where organization_id = $5::uuid and id = $6 and status = $7
  and attempts = $8::int and created_at > now() - interval '30 days' and (select has_key and not is_answered from key_lock)
  returning id, pg_notify($9, '')),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($10::text, $11::text, $12::text, $13::uuid, $14::uuid,
  $15::uuid, $16::uuid, $17::uuid, $18::jsonb)) as line where exists (select from effect)),answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select $19::uuid, $20::bytea, $21::bytea, $22::bytea
  where exists (select from effect)
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at)), done as (select exists (select from effect) as done)
  select done, has_key, is_answered
  from done, key_lock;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/delivery/webhooks/endpoint-repository.ts
with key_lock as materialized (select pg_try_advisory_xact_lock($1::bigint) as has_key, exists (
  select from idempotency_keys where organization_id = $2::uuid and key_hash = $3::bytea
  and created_at > now() - interval '24 hours') as is_answered),effect as (
  delete from webhook_endpoints where organization_id = $4::uuid and id = $5 and (select has_key and not is_answered from key_lock) returning id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($6::text, $7::text, $8::text, $9::uuid, $10::uuid,
  $11::uuid, $12::uuid, $13::uuid, $14::jsonb)) as line where exists (select from effect)),answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select $15::uuid, $16::bytea, $17::bytea, $18::bytea
  where exists (select from effect)
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at)), done as (select exists (select from effect) as done)
  select done, has_key, is_answered
  from done, key_lock;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/delivery/webhooks/endpoint-repository.ts
with key_lock as materialized (select pg_try_advisory_xact_lock($1::bigint) as has_key, exists (
  select from idempotency_keys where organization_id = $2::uuid and key_hash = $3::bytea
  and created_at > now() - interval '24 hours') as is_answered),effect as (
  insert into webhook_endpoints (id, organization_id, slot, url, events, partner_ids, sealed_secret, status, created_at, updated_at)
  select $4, $5::uuid, $6::smallint, $7, $8::text[], $9::uuid[],
  $10::bytea, $11, $12::timestamptz, $13::timestamptz
  where (select has_key and not is_answered from key_lock) returning id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($14::text, $15::text, $16::text, $17::uuid, $18::uuid,
  $19::uuid, $20::uuid, $21::uuid, $22::jsonb)) as line where exists (select from effect)),answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select $23::uuid, $24::bytea, $25::bytea, $26::bytea
  where exists (select from effect)
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at)), done as (select exists (select from effect) as done)
  select done, has_key, is_answered
  from done, key_lock;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/delivery/webhooks/endpoint-repository.ts
with key_lock as materialized (select pg_try_advisory_xact_lock($1::bigint) as has_key, exists (
  select from idempotency_keys where organization_id = $2::uuid and key_hash = $3::bytea
  and created_at > now() - interval '24 hours') as is_answered),effect as (
  update webhook_endpoints set url = $4, events = $5::text[], partner_ids = $6::uuid[],
  status = $7, updated_at = $8::timestamptz
  , consecutive_failures = 0, failing_since = null
  where organization_id = $9::uuid and id = $10 and url = $11 and events = $12::text[]
  and partner_ids is not distinct from $13::uuid[] and status = $14 and (select has_key and not is_answered from key_lock)
  returning id , pg_notify($15, ''))
  , released as (
  update webhook_deliveries d set next_attempt_at = now(), first_attempt_at = null, retries = 0
  from effect where d.endpoint_id = effect.id and d.status = 'PENDING' and (d.leased_until is null or d.leased_until <= now())),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($16::text, $17::text, $18::text, $19::uuid, $20::uuid,
  $21::uuid, $22::uuid, $23::uuid, $24::jsonb)) as line where exists (select from effect)),answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select $25::uuid, $26::bytea, $27::bytea, $28::bytea
  where exists (select from effect)
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at)), done as (select exists (select from effect) as done)
  select done, has_key, is_answered
  from done, key_lock;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/files/repository.ts, modules/kyc/documents/draft-repository.ts, modules/kyc/documents/file-columns.ts, modules/parties/organizations/acting.ts, modules/self-service/declaration-answers/repository.ts, modules/self-service/declarations/sign-declaration.ts, modules/self-service/invitations/standing-repository.ts, modules/self-service/uploads/repository.ts
with standing as materialized (
  select i.id, i.seller_id, i.link_version, i.organization_id, i.requested_documents from invitations i join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
  where i.id = $1::uuid and i.seller_id = $2::uuid and i.status = 'ACTIVE' and i.expires_at > now()
  and i.link_version = $3::int and b.status = 'ACTIVE'
  and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)
  for no key update of i),room as materialized (select standing.id from standing
  where draft_form_file_ids(standing.id) = $4::uuid[] and cardinality(draft_file_ids(standing.id)) + draft_upload_count(standing.id) - $5::int < $6::int and true),replaced as (delete from kyc_files f using room
  where f.invitation_id = room.id and f.id = any($7::uuid[]) returning f.id),effect as (insert into kyc_files (upload_id, is_from_form, id, invitation_id, type, file_name, media_type, byte_size, sha256, storage_key, scan,
  review_storage_key, review_media_type, review_byte_size, preview_storage_key, preview_width, preview_height, looks_empty,
  active_content, signed, encrypted)
  select $8::uuid, $9::boolean, $10::uuid, standing.id, $11, $12, $13, $14::int, $15::bytea, $16, $17,
  $18, $19, $20::int,
  $21::text, $22::int, $23::int, $24::boolean,
  $25::boolean, $26::boolean, $27::boolean from standing
  where (exists (select from room)) and true returning id),also_0 as (insert into stored_files (storage_key, owner_kind, owner_id, role, byte_size, counted_for)
  select file.key, $28, $29::uuid, file.role, file.size, (select organization_id from standing)
  from unnest($30::text[], $31::text[], $32::bigint[]) as file (key, role, size)
  where exists (select from effect)),also_1 as (delete from stored_files where owner_kind = $33 and owner_id in (select id from replaced)),also_2 as (insert into declaration_answers (file_id, sealed)
  select effect.id, $34::bytea from effect where effect.id = $35::uuid),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($36::text, $37::text, $38::text, $39::uuid, $40::uuid,
  $41::uuid, $42::uuid, $43::uuid, $44::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/files/repository.ts, modules/kyc/documents/draft-repository.ts, modules/kyc/documents/file-columns.ts, modules/parties/organizations/acting.ts, modules/self-service/invitations/standing-repository.ts, modules/self-service/uploads/repository.ts
with standing as materialized (
  select i.id, i.seller_id, i.link_version, i.organization_id, i.requested_documents from invitations i join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
  where i.id = $1::uuid and i.seller_id = $2::uuid and i.status = 'ACTIVE' and i.expires_at > now()
  and i.link_version = $3::int and b.status = 'ACTIVE'
  and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)
  for no key update of i),upload as (delete from uploads u using standing
  where u.seller_id = standing.seller_id and u.invitation_id = standing.id and u.id = $4::uuid and true returning u.id),effect as (insert into kyc_files (upload_id, is_from_form, id, invitation_id, type, file_name, media_type, byte_size, sha256, storage_key, scan,
  review_storage_key, review_media_type, review_byte_size, preview_storage_key, preview_width, preview_height, looks_empty,
  active_content, signed, encrypted)
  select $5::uuid, $6::boolean, $7::uuid, standing.id, $8, $9, $10, $11::int, $12::bytea, $13, $14,
  $15, $16, $17::int,
  $18::text, $19::int, $20::int, $21::boolean,
  $22::boolean, $23::boolean, $24::boolean from standing
  where (exists (select from upload)) and true returning id),also_0 as (insert into stored_files (storage_key, owner_kind, owner_id, role, byte_size, counted_for)
  select file.key, $25, $26::uuid, file.role, file.size, (select organization_id from standing)
  from unnest($27::text[], $28::text[], $29::bigint[]) as file (key, role, size)
  where exists (select from effect)),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($30::text, $31::text, $32::text, $33::uuid, $34::uuid,
  $35::uuid, $36::uuid, $37::uuid, $38::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/files/repository.ts, modules/kyc/documents/draft-repository.ts, modules/self-service/prospects/prospect-repository.ts, modules/self-service/submissions/not-supplied-repository.ts
with key_lock as materialized (select pg_try_advisory_xact_lock($1::bigint) as has_key, exists (
  select from idempotency_keys where organization_id = $2::uuid and key_hash = $3::bytea
  and created_at > now() - interval '24 hours') as is_answered),effect as (update prospects p set status = 'DECLINED', decided_at = $4::timestamptz, decline_reason = $5
  where p.seller_id = $6::uuid and p.id = $7::uuid and p.status = 'SUBMITTED' and (select has_key and not is_answered from key_lock) returning p.id, p.seller_id),file as (delete from kyc_files f using effect
  where f.invitation_id = effect.id or f.removed_from_invitation_id = effect.id returning f.id),not_supplied as (delete from kyc_not_supplied n using effect where n.invitation_id = effect.id),also_0 as (delete from stored_files where owner_kind = $8 and owner_id in (select id from file)),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($9::text, $10::text, $11::text, $12::uuid, $13::uuid,
  $14::uuid, $15::uuid, $16::uuid, $17::jsonb)) as line where exists (select from effect)),answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select $18::uuid, $19::bytea, $20::bytea, $21::bytea
  where exists (select from effect)
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at)), done as (select exists (select from effect) as done)
  select done, has_key, is_answered
  from done, key_lock;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/files/repository.ts, modules/kyc/documents/file-columns.ts, modules/kyc/documents/file-report.ts, modules/kyc/verification/report-repository.ts, modules/parties/buyers/repository.ts
with owner as (select id, seller_id from buyers where seller_id = $1::uuid and id = $2::uuid and erased_at is null and true for no key update),effect as (
  update verification_sessions s set report = 'STORED' from owner
  where s.seller_id = owner.seller_id and s.seller_id = $3::uuid and s.id = $4::uuid and s.report = 'WANTED' and s.erased_at is null
  and s.report_tries = $5::int and (not exists (select from verification_sessions n where n.seller_id = s.seller_id and n.buyer_id = s.buyer_id
  and n.report = 'STORED' and (n.ended_at, n.id) > (s.ended_at, s.id))) = $6::boolean returning s.id),report_older as (
  update kyc_documents d set status = 'SUPERSEDED', superseded_at = $7::timestamptz from owner
  where d.seller_id = owner.seller_id and d.buyer_id = owner.id and d.type = $8 and d.status = 'ACTIVE'
  and $9::boolean and exists (select from effect) returning d.id),
  report_document as (
  insert into kyc_documents (id, seller_id, buyer_id, type, document_date, status, source, created_at, superseded_at)
  select $10::uuid, owner.seller_id, owner.id, $11, ($12::timestamptz at time zone 'UTC')::date,
  case when $13::boolean then 'ACTIVE' else 'SUPERSEDED' end, 'PROVIDER', $14::timestamptz,
  case when not $15::boolean then $16::timestamptz end
  from owner where exists (select from effect) and (select count(*) from report_older) >= 0 returning id, type),
  report_file as (
  insert into kyc_files (id, document_id, type, file_name, media_type, byte_size, sha256, storage_key, scan,
  review_storage_key, review_media_type, review_byte_size, preview_storage_key, preview_width, preview_height, looks_empty,
  active_content, signed, encrypted, created_at)
  select $17::uuid, id, type, $18, $19, $20::int, $21::bytea, $22, $23,
  $24, $25, $26::int,
  $27::text, $28::int, $29::int, $30::boolean,
  $31::boolean, $32::boolean, $33::boolean, $34::timestamptz from report_document),also_0 as (insert into stored_files (storage_key, owner_kind, owner_id, role, byte_size, counted_for)
  select file.key, $35, $36::uuid, file.role, file.size, null::uuid
  from unnest($37::text[], $38::text[], $39::bigint[]) as file (key, role, size)
  where exists (select from effect)),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($40::text, $41::text, $42::text, $43::uuid, $44::uuid,
  $45::uuid, $46::uuid, $47::uuid, $48::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/files/repository.ts, modules/kyc/documents/file-columns.ts, modules/kyc/documents/repository.ts, modules/parties/buyers/repository.ts
with key_lock as materialized (select pg_try_advisory_xact_lock($1::bigint) as has_key, exists (
  select from idempotency_keys where organization_id = $2::uuid and key_hash = $3::bytea
  and created_at > now() - interval '24 hours') as is_answered),owner as (select id, seller_id from buyers where seller_id = $4::uuid and id = $5::uuid and erased_at is null and (select has_key and not is_answered from key_lock) for no key update),
  superseded as (
  update kyc_documents d set status = 'SUPERSEDED', superseded_at = $6::timestamptz from owner
  where d.seller_id = owner.seller_id and d.buyer_id = owner.id and d.type = $7 and d.status = 'ACTIVE' returning d.id),
  effect as (
  insert into kyc_documents (id, seller_id, buyer_id, type, document_date, expires_on, status, source, created_at)
  select $8::uuid, owner.seller_id, owner.id, $9, $10::date, $11::date, $12, $13,
  $14::timestamptz from owner where (select count(*) from superseded) >= 0
  returning id, type),
  file as (
  insert into kyc_files (id, document_id, type, file_name, media_type, byte_size, sha256, storage_key, scan,
  review_storage_key, review_media_type, review_byte_size, preview_storage_key, preview_width, preview_height, looks_empty,
  active_content, signed, encrypted, created_at)
  select $15::uuid, effect.id, effect.type, $16, $17, $18::int, $19::bytea, $20, $21,
  $22, $23, $24::int,
  $25::text, $26::int, $27::int, $28::boolean,
  $29::boolean, $30::boolean, $31::boolean, $32::timestamptz from effect),also_0 as (insert into stored_files (storage_key, owner_kind, owner_id, role, byte_size, counted_for)
  select file.key, $33, $34::uuid, file.role, file.size, $35::uuid
  from unnest($36::text[], $37::text[], $38::bigint[]) as file (key, role, size)
  where exists (select from effect)),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($39::text, $40::text, $41::text, $42::uuid, $43::uuid,
  $44::uuid, $45::uuid, $46::uuid, $47::jsonb)) as line where exists (select from effect)),answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select $48::uuid, $49::bytea, $50::bytea, $51::bytea
  where exists (select from effect)
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at)), done as (select exists (select from effect) as done)
  select done, has_key, is_answered
  from done, key_lock;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/files/storage/disk-mark.ts
with effect as (insert into data_folders (id, marked_at) select $1::uuid, now() where true
  on conflict (only_one) do update set id = excluded.id, marked_at = excluded.marked_at returning id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($2::text, $3::text, $4::text, $5::uuid, $6::uuid,
  $7::uuid, $8::uuid, $9::uuid, $10::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/kyc/documents/documents-from-draft.ts, modules/parties/buyers/repository.ts, modules/parties/contacts/repository.ts, modules/self-service/prospects/attach-prospect.ts, modules/self-service/prospects/converting.ts, modules/self-service/prospects/prospect-repository.ts, modules/self-service/submissions/not-supplied-repository.ts
with key_lock as materialized (select pg_try_advisory_xact_lock($1::bigint) as has_key, exists (
  select from idempotency_keys where organization_id = $2::uuid and key_hash = $3::bytea
  and created_at > now() - interval '24 hours') as is_answered),owner as materialized (select id, seller_id from buyers where seller_id = $4::uuid and id = $5::uuid and erased_at is null and status = 'ACTIVE' and version = $6::int and (select has_key and not is_answered from key_lock) for no key update),converted as (update prospects p set status = 'CONVERTED', decided_at = $7::timestamptz, buyer_id = $8::uuid
  where p.seller_id = $9::uuid and p.id = $10::uuid and p.status = 'SUBMITTED' and exists (select from owner) returning p.id),effect as (select owner.id, owner.seller_id from owner where exists (select from converted)),draft_buyer as (select effect.id, effect.seller_id from effect),
  draft_files as (
  select f.id, f.type, row_number() over (partition by f.type order by f.created_at, f.id) - 1 as position
  from kyc_files f, draft_buyer where f.invitation_id = $11::uuid),
  draft_types as materialized (
  select type, gen_random_uuid() as document_id from (select distinct type from draft_files) as one),
  draft_superseded as (
  update kyc_documents d set status = 'SUPERSEDED', superseded_at = $12::timestamptz
  from draft_buyer b, draft_types t
  where d.seller_id = b.seller_id and d.buyer_id = b.id and d.type = t.type and d.status = 'ACTIVE' returning d.id),
  draft_documents as (
  insert into kyc_documents (id, seller_id, buyer_id, type, source, submission_id, created_at)
  select t.document_id, b.seller_id, b.id, t.type, 'WEB_APP', $13::uuid, $14::timestamptz
  from draft_buyer b, draft_types t
  where (select count(*) from draft_superseded) >= 0
  returning id, type),
  draft_moved as (
  update kyc_files f set document_id = d.id, invitation_id = null, position = p.position
  from draft_documents d, draft_files p where f.id = p.id and f.invitation_id = $15::uuid and p.type = d.type),not_supplied as (delete from kyc_not_supplied n using converted where n.invitation_id = converted.id),also_0 as (insert into buyer_contacts (id, seller_id, buyer_id, position, sealed, created_at)
  select $16::uuid, effect.seller_id, effect.id, free.position, $17::bytea, $18::timestamptz
  from effect cross join lateral (select n as position from generate_series(1, $19::int) n
  where not exists (select from buyer_contacts c where c.seller_id = effect.seller_id and c.buyer_id = effect.id and c.position = n)
  order by n limit 1) as free),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($20::text, $21::text, $22::text, $23::uuid, $24::uuid,
  $25::uuid, $26::uuid, $27::uuid, $28::jsonb)) as line where exists (select from effect)),answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select $29::uuid, $30::bytea, $31::bytea, $32::bytea
  where exists (select from effect)
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at)), done as (select exists (select from effect) as done)
  select done, has_key, is_answered
  from done, key_lock;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/kyc/documents/documents-from-draft.ts, modules/parties/buyers/repository.ts, modules/parties/contacts/repository.ts, modules/self-service/prospects/converting.ts, modules/self-service/prospects/prospect-repository.ts, modules/self-service/submissions/not-supplied-repository.ts
with key_lock as materialized (select pg_try_advisory_xact_lock($1::bigint) as has_key, exists (
  select from idempotency_keys where organization_id = $2::uuid and key_hash = $3::bytea
  and created_at > now() - interval '24 hours') as is_answered),converted as (update prospects p set status = 'CONVERTED', decided_at = $4::timestamptz, buyer_id = $5::uuid
  where p.seller_id = $6::uuid and p.id = $7::uuid and p.status = 'SUBMITTED' and (select has_key and not is_answered from key_lock) returning p.id),effect as (
  insert into buyers (id, seller_id, vat_number, company_name, address_id, street, post_code, city, country, kyc_mode, status, version,
  created_at, updated_at, erased_at)
  select $8::uuid, $9::uuid, $10, $11, $12::uuid, $13,
  $14, $15, $16, $17, $18, $19::int,
  $20::timestamptz, $21::timestamptz, $22::timestamptz
  where exists (select from converted) and (select has_key and not is_answered from key_lock) returning id, seller_id),draft_buyer as (select effect.id, effect.seller_id from effect),
  draft_files as (
  select f.id, f.type, row_number() over (partition by f.type order by f.created_at, f.id) - 1 as position
  from kyc_files f, draft_buyer where f.invitation_id = $23::uuid),
  draft_types as materialized (
  select type, gen_random_uuid() as document_id from (select distinct type from draft_files) as one),
  draft_superseded as (
  update kyc_documents d set status = 'SUPERSEDED', superseded_at = $24::timestamptz
  from draft_buyer b, draft_types t
  where d.seller_id = b.seller_id and d.buyer_id = b.id and d.type = t.type and d.status = 'ACTIVE' returning d.id),
  draft_documents as (
  insert into kyc_documents (id, seller_id, buyer_id, type, source, submission_id, created_at)
  select t.document_id, b.seller_id, b.id, t.type, 'WEB_APP', $25::uuid, $26::timestamptz
  from draft_buyer b, draft_types t
  where (select count(*) from draft_superseded) >= 0
  returning id, type),
  draft_moved as (
  update kyc_files f set document_id = d.id, invitation_id = null, position = p.position
  from draft_documents d, draft_files p where f.id = p.id and f.invitation_id = $27::uuid and p.type = d.type),not_supplied as (delete from kyc_not_supplied n using converted where n.invitation_id = converted.id),also_0 as (insert into buyer_contacts (id, seller_id, buyer_id, position, sealed, created_at)
  select c.id, effect.seller_id, effect.id, c.position, c.sealed, $28::timestamptz
  from effect, unnest($29::uuid[], $30::bytea[]) with ordinality as c (id, sealed, position)),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($31::text, $32::text, $33::text, $34::uuid, $35::uuid,
  $36::uuid, $37::uuid, $38::uuid, $39::jsonb),($40::text, $41::text, $42::text, $43::uuid, $44::uuid,
  $45::uuid, $46::uuid, $47::uuid, $48::jsonb)) as line where exists (select from effect)),answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select $49::uuid, $50::bytea, $51::bytea, $52::bytea
  where exists (select from effect)
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at)), done as (select exists (select from effect) as done)
  select done, has_key, is_answered
  from done, key_lock;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/kyc/documents/removed-files.ts, modules/parties/organizations/acting.ts, modules/self-service/invitations/standing-repository.ts
with standing as materialized (
  select i.id, i.seller_id, i.link_version, i.organization_id, i.requested_documents from invitations i join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
  where i.id = $1::uuid and i.seller_id = $2::uuid and i.status = 'ACTIVE' and i.expires_at > now()
  and i.link_version = $3::int and b.status = 'ACTIVE'
  and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)
  for no key update of i), effect as (update kyc_files f set removed_from_invitation_id = f.invitation_id, removed_at = now(), invitation_id = null from standing
  where f.invitation_id = standing.id and f.id = $4::uuid and true returning f.id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($5::text, $6::text, $7::text, $8::uuid, $9::uuid,
  $10::uuid, $11::uuid, $12::uuid, $13::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/kyc/documents/removed-files.ts, modules/parties/organizations/acting.ts, modules/self-service/invitations/standing-repository.ts, modules/self-service/uploads/repository.ts
with standing as materialized (
  select i.id, i.seller_id, i.link_version, i.organization_id, i.requested_documents from invitations i join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
  where i.id = $1::uuid and i.seller_id = $2::uuid and i.status = 'ACTIVE' and i.expires_at > now()
  and i.link_version = $3::int and b.status = 'ACTIVE'
  and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)
  for no key update of i),effect as (update kyc_files f set invitation_id = f.removed_from_invitation_id, removed_from_invitation_id = null, removed_at = null from standing
  where f.removed_from_invitation_id = standing.id and f.id = $4::uuid and f.removed_at > now() - interval '1 minute' * $5::int
  and cardinality(draft_file_ids(standing.id)) + draft_upload_count(standing.id) < $6::int and true returning f.id, f.type),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($7::text, $8::text, $9::text, $10::uuid, $11::uuid,
  $12::uuid, $13::uuid, $14::uuid, $15::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/kyc/documents/repository.ts, modules/parties/buyers/repository.ts
with key_lock as materialized (select pg_try_advisory_xact_lock($1::bigint) as has_key, exists (
  select from idempotency_keys where organization_id = $2::uuid and key_hash = $3::bytea
  and created_at > now() - interval '24 hours') as is_answered),owner as (select id, seller_id from buyers where seller_id = $4::uuid and id = $5::uuid and erased_at is null and (select has_key and not is_answered from key_lock) for no key update),
  effect as (
  update kyc_documents d set expires_on = $6::date, expiry_mail_id = null from owner
  where d.seller_id = owner.seller_id and d.buyer_id = owner.id and d.id = $7::uuid and d.status = 'ACTIVE' returning d.id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($8::text, $9::text, $10::text, $11::uuid, $12::uuid,
  $13::uuid, $14::uuid, $15::uuid, $16::jsonb)) as line where exists (select from effect)),answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select $17::uuid, $18::bytea, $19::bytea, $20::bytea
  where exists (select from effect)
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at)), done as (select exists (select from effect) as done)
  select done, has_key, is_answered
  from done, key_lock;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/kyc/verification/report-repository.ts
with effect as (update verification_sessions s set report = 'MISSING'
  where s.seller_id = $1::uuid and s.id = $2::uuid and s.report = 'WANTED' and s.erased_at is null
  and s.report_tries = $3::int and true returning s.id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($4::text, $5::text, $6::text, $7::uuid, $8::uuid,
  $9::uuid, $10::uuid, $11::uuid, $12::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/kyc/verification/repository.ts, modules/parties/buyers/repository.ts
with key_lock as materialized (select pg_try_advisory_xact_lock($1::bigint) as has_key, exists (
  select from idempotency_keys where organization_id = $2::uuid and key_hash = $3::bytea
  and created_at > now() - interval '24 hours') as is_answered),owner as (select id, seller_id from buyers where seller_id = $4::uuid and id = $5::uuid and erased_at is null and status = 'ACTIVE' and kyc_mode = 'NT24_LED' and (select has_key and not is_answered from key_lock) for no key update),
  over as (
  update verification_sessions s set status = 'EXPIRED', ended_at = least(s.expires_at, now()), sealed_url = null from owner
  where s.seller_id = owner.seller_id and s.buyer_id = owner.id and s.status in ('OPEN', 'REVIEW')
  and not (s.provider = $6 and (s.status = 'REVIEW' or s.status = 'OPEN' and s.expires_at > now()))
  returning s.id, s.seller_id),
  told as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select $7::text, $8::text, $9::text, $10::uuid, seller_id, id,
  null::uuid, $11::uuid, '{}'::jsonb from over),
  effect as (
  insert into verification_sessions (id, seller_id, buyer_id, provider, scan_ref, status, sealed_url, created_at, expires_at)
  select $12::uuid, owner.seller_id, owner.id, $13, $14, 'OPEN', $15::bytea,
  $16::timestamptz, $17::timestamptz from owner where (select count(*) from over) >= 0
  returning id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($18::text, $19::text, $20::text, $21::uuid, $22::uuid,
  $23::uuid, $24::uuid, $25::uuid, $26::jsonb)) as line where exists (select from effect)),answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select $27::uuid, $28::bytea, $29::bytea, $30::bytea
  where exists (select from effect)
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at)), done as (select exists (select from effect) as done)
  select done, has_key, is_answered
  from done, key_lock;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/kyc/verification/repository.ts, modules/parties/buyers/repository.ts
with owner as (select id, seller_id from buyers where seller_id = $1::uuid and id = $2::uuid and erased_at is null and erased_at is null and true for no key update), effect as (
  update verification_sessions s set aml_status = $3, aml_set_at = $4::timestamptz
  from owner where s.seller_id = owner.seller_id and s.id = $5::uuid and s.status = $6 and s.erased_at is null
  and s.aml_status = $7 and s.aml_set_at is not distinct from $8::timestamptz returning s.id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($9::text, $10::text, $11::text, $12::uuid, $13::uuid,
  $14::uuid, $15::uuid, $16::uuid, $17::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/kyc/vies/first-checks.ts, modules/kyc/vies/repository.ts
with effect as (
  update vies_checks c set status = 'DONE', result = $1, error = $2,
  request_identifier = $3, checked_at = $4::timestamptz,
  sealed_company = $5::bytea, list_position = next_list_position()
  where c.seller_id = $6::uuid and c.id = $7::uuid and c.status <> 'DONE'
  and exists (select from buyer_facts b
  where b.seller_id = c.seller_id and b.id = c.buyer_id and b.vat_number = c.vat_number) = $8::boolean and true
  returning c.id),also_0 as (insert into vies_due (buyer_id, seller_id) select $9::uuid, $10::uuid
  where exists (select from effect) on conflict (buyer_id) do nothing),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($11::text, $12::text, $13::text, $14::uuid, $15::uuid,
  $16::uuid, $17::uuid, $18::uuid, $19::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/kyc/vies/repository.ts
with key_lock as materialized (select pg_try_advisory_xact_lock($1::bigint) as has_key, exists (
  select from idempotency_keys where organization_id = $2::uuid and key_hash = $3::bytea
  and created_at > now() - interval '24 hours') as is_answered),effect as (insert into vies_checks (id, seller_id, buyer_id, vat_number, cause)
  select $4::uuid, b.seller_id, b.id, b.vat_number, $5 from buyer_facts b
  where b.seller_id = $6::uuid and b.id = $7::uuid and b.vat_number = $8 and (select has_key and not is_answered from key_lock)
  returning id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($9::text, $10::text, $11::text, $12::uuid, $13::uuid,
  $14::uuid, $15::uuid, $16::uuid, $17::jsonb)) as line where exists (select from effect)),answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select $18::uuid, $19::bytea, $20::bytea, $21::bytea
  where exists (select from effect)
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at)), done as (select exists (select from effect) as done)
  select done, has_key, is_answered, (case when done then (graphile_worker.add_job($22::text, $23::json,
  max_attempts => $24::int)).id end)
  from done, key_lock;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/parties/buyers/repository.ts
with key_lock as materialized (select pg_try_advisory_xact_lock($1::bigint) as has_key, exists (
  select from idempotency_keys where organization_id = $2::uuid and key_hash = $3::bytea
  and created_at > now() - interval '24 hours') as is_answered),effect as (
  update buyers set vat_number = $4, company_name = $5, street = $6,
  post_code = $7, city = $8, country = $9, kyc_mode = $10, status = $11,
  version = $12::int, updated_at = $13::timestamptz
  where seller_id = $14::uuid and id = $15::uuid and version = $16::int - 1 and (select has_key and not is_answered from key_lock)
  returning id, seller_id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($17::text, $18::text, $19::text, $20::uuid, $21::uuid,
  $22::uuid, $23::uuid, $24::uuid, $25::jsonb)) as line where exists (select from effect)),answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select $26::uuid, $27::bytea, $28::bytea, $29::bytea
  where exists (select from effect)
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at)), done as (select exists (select from effect) as done)
  select done, has_key, is_answered
  from done, key_lock;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/parties/contacts/repository.ts
with key_lock as materialized (select pg_try_advisory_xact_lock($1::bigint) as has_key, exists (
  select from idempotency_keys where organization_id = $2::uuid and key_hash = $3::bytea
  and created_at > now() - interval '24 hours') as is_answered),effect as (
  delete from buyer_contacts c
  where c.seller_id = $4::uuid and c.buyer_id = $5::uuid and c.id = $6::uuid and (select has_key and not is_answered from key_lock)
  returning c.id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($7::text, $8::text, $9::text, $10::uuid, $11::uuid,
  $12::uuid, $13::uuid, $14::uuid, $15::jsonb)) as line where exists (select from effect)),answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select $16::uuid, $17::bytea, $18::bytea, $19::bytea
  where exists (select from effect)
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at)), done as (select exists (select from effect) as done)
  select done, has_key, is_answered
  from done, key_lock;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/parties/contacts/repository.ts
with key_lock as materialized (select pg_try_advisory_xact_lock($1::bigint) as has_key, exists (
  select from idempotency_keys where organization_id = $2::uuid and key_hash = $3::bytea
  and created_at > now() - interval '24 hours') as is_answered),owner as (
  select b.id, b.seller_id from buyer_facts b where b.seller_id = $4::uuid and b.id = $5::uuid and b.erased_at is null and (select has_key and not is_answered from key_lock)
  for share),
  place as (
  select o.seller_id, o.id as buyer_id, min(n) as position from owner o cross join generate_series(1, $6::int) n
  where not exists (select from buyer_contacts c where c.seller_id = o.seller_id and c.buyer_id = o.id and c.position = n)
  group by 1, 2),
  effect as (
  insert into buyer_contacts (id, seller_id, buyer_id, position, sealed, created_at)
  select $7::uuid, seller_id, buyer_id, position, $8::bytea, $9::timestamptz
  from place returning id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($10::text, $11::text, $12::text, $13::uuid, $14::uuid,
  $15::uuid, $16::uuid, $17::uuid, $18::jsonb)) as line where exists (select from effect)),answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select $19::uuid, $20::bytea, $21::bytea, $22::bytea
  where exists (select from effect)
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at)), done as (select exists (select from effect) as done)
  select done, has_key, is_answered
  from done, key_lock;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/parties/organizations/acting.ts, modules/self-service/invitations/places-repository.ts, modules/self-service/prospects/visitors/drafts-repository.ts
with link as materialized (
  select i.id, i.seller_id, i.max_uses, i.usage_count from invitations i where i.id = $1::uuid and i.seller_id = $2::uuid and i.kind = 'PROSPECT' and i.status = 'ACTIVE'
  and i.expires_at > now() and i.link_version = $3::int and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id) and true for no key update of i),
  effect as (insert into link_places (id, seller_id, invitation_id, address_hash, reserved_until)
  select $4::uuid, link.seller_id, link.id, $5::bytea, now() + interval '2 hours' from link
  where link.max_uses is null or link.usage_count + places_reserved(link.id, null) < link.max_uses
  returning id, seller_id, invitation_id),also_0 as (insert into prospects (id, seller_id, invitation_id, language, sealed_person)
  select $6::uuid, $7::uuid, effect.invitation_id, $8, $9::bytea from effect),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($10::text, $11::text, $12::text, $13::uuid, $14::uuid,
  $15::uuid, $16::uuid, $17::uuid, $18::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/parties/organizations/acting.ts, modules/self-service/invitations/places-repository.ts, modules/self-service/prospects/visitors/drafts-repository.ts
with standing as materialized (
  select p.id, p.seller_id, i.link_version, i.organization_id, p.requested_documents from link_places p
  join invitations i on i.seller_id = p.seller_id and i.id = p.invitation_id
  where p.id = $1::uuid and p.seller_id = $2::uuid and p.used_at is null and i.id = $3::uuid and i.seller_id = $4::uuid and i.kind = 'PROSPECT' and i.status = 'ACTIVE'
  and i.expires_at > now() and i.link_version = $5::int and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)
  for no key update of p for share of i),
  effect as (update prospects p set type = $6, sealed_person = $7::bytea, language = $8,
  company_name = $9::text, vat_number = $10::text, street = $11::text,
  post_code = $12::text, city = $13::text, country = $14::text
  from standing where p.id = standing.id and p.seller_id = standing.seller_id and p.status = 'DRAFT' and true
  returning p.id),also_0 as (update link_places p set requested_documents = $15::text[] from effect
  where p.id = effect.id and p.seller_id = $16::uuid),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($17::text, $18::text, $19::text, $20::uuid, $21::uuid,
  $22::uuid, $23::uuid, $24::uuid, $25::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/parties/organizations/acting.ts, modules/self-service/invitations/standing-repository.ts
with standing as materialized (
  select i.id, i.seller_id, i.link_version, i.organization_id, i.requested_documents from invitations i join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
  where i.id = $1::uuid and i.seller_id = $2::uuid and i.status = 'ACTIVE' and i.expires_at > now()
  and i.link_version = $3::int and b.status = 'ACTIVE'
  and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)
  for no key update of i),
  effect as (update invitations i set opened_at = now() from standing
  where i.id = standing.id and i.seller_id = standing.seller_id and i.opened_at is null and true returning i.id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($4::text, $5::text, $6::text, $7::uuid, $8::uuid,
  $9::uuid, $10::uuid, $11::uuid, $12::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/parties/organizations/admin-repository.ts
with effect as (insert into api_clients (client_id, organization_id)
  values ($1, $2::uuid) returning client_id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($3::text, $4::text, $5::text, $6::uuid, $7::uuid,
  $8::uuid, $9::uuid, $10::uuid, $11::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/parties/organizations/admin-repository.ts
with effect as (insert into grants (organization_id, seller_id)
  values ($1::uuid, $2::uuid) returning seller_id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($3::text, $4::text, $5::text, $6::uuid, $7::uuid,
  $8::uuid, $9::uuid, $10::uuid, $11::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/parties/organizations/admin-repository.ts
with effect as (insert into organizations (id, slug, name, rate_limit_tier, read_per_minute, write_per_minute, webhook_per_minute)
  values ($1::uuid, $2, $3, $4, $5::int, $6::int,
  $7::int) returning id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($8::text, $9::text, $10::text, $11::uuid, $12::uuid,
  $13::uuid, $14::uuid, $15::uuid, $16::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/parties/organizations/admin-repository.ts
with effect as (insert into sellers (id, name, country) values ($1::uuid, $2, $3) returning id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($4::text, $5::text, $6::text, $7::uuid, $8::uuid,
  $9::uuid, $10::uuid, $11::uuid, $12::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/parties/organizations/admin-repository.ts
with effect as (update organizations set capabilities = array(
  select flag from unnest(capabilities || $1::text[]) as flag where flag <> all($2::text[])
  group by flag order by flag)
  where id = $3::uuid returning id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($4::text, $5::text, $6::text, $7::uuid, $8::uuid,
  $9::uuid, $10::uuid, $11::uuid, $12::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/parties/organizations/admin-repository.ts
with effect as (update organizations set dpa_version = $1::text,
  dpa_accepted_at = case when $2::text is not null then now() end where id = $3::uuid returning id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($4::text, $5::text, $6::text, $7::uuid, $8::uuid,
  $9::uuid, $10::uuid, $11::uuid, $12::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/parties/seller-contacts/repository.ts
with key_lock as materialized (select pg_try_advisory_xact_lock($1::bigint) as has_key, exists (
  select from idempotency_keys where organization_id = $2::uuid and key_hash = $3::bytea
  and created_at > now() - interval '24 hours') as is_answered),effect as (delete from seller_contacts where seller_id = $4::uuid and (select has_key and not is_answered from key_lock) returning seller_id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($5::text, $6::text, $7::text, $8::uuid, $9::uuid,
  $10::uuid, $11::uuid, $12::uuid, $13::jsonb)) as line where exists (select from effect)),answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select $14::uuid, $15::bytea, $16::bytea, $17::bytea
  where exists (select from effect)
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at)), done as (select exists (select from effect) as done)
  select done, has_key, is_answered
  from done, key_lock;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/parties/seller-contacts/repository.ts
with key_lock as materialized (select pg_try_advisory_xact_lock($1::bigint) as has_key, exists (
  select from idempotency_keys where organization_id = $2::uuid and key_hash = $3::bytea
  and created_at > now() - interval '24 hours') as is_answered),effect as (insert into seller_contacts (seller_id, name, email, phone, postal_address)
  select $4::uuid, $5, $6, $7, $8 where (select has_key and not is_answered from key_lock)
  on conflict (seller_id) do update set name = excluded.name, email = excluded.email, phone = excluded.phone,
  postal_address = excluded.postal_address, updated_at = now()
  returning seller_id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($9::text, $10::text, $11::text, $12::uuid, $13::uuid,
  $14::uuid, $15::uuid, $16::uuid, $17::jsonb)) as line where exists (select from effect)),answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select $18::uuid, $19::bytea, $20::bytea, $21::bytea
  where exists (select from effect)
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at)), done as (select exists (select from effect) as done)
  select done, has_key, is_answered
  from done, key_lock;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/self-service/invitations/standing-repository.ts
with effect as (update invitations i set new_link_asked_at = now()
  where i.id = $1::uuid and i.seller_id = $2::uuid and i.link_version = $3::int
  and invitation_status(i.status, i.expires_at) = 'EXPIRED'
  and (i.new_link_asked_at is null or i.new_link_asked_at <= now() - interval '24 hours') and true
  returning i.id, i.link_version),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($4::text, $5::text, $6::text, $7::uuid, $8::uuid,
  $9::uuid, $10::uuid, $11::uuid, $12::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/self-service/links/link-key-rotation.ts
with effect as (insert into link_keys (kid, wrapped_key, token_form, active_from)
  values ($1::smallint, $2::bytea, 2, now() + case when exists (select from link_keys)
  then make_interval(secs => $3::int) else interval '0' end) returning kid),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($4::text, $5::text, $6::text, $7::uuid, $8::uuid,
  $9::uuid, $10::uuid, $11::uuid, $12::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/self-service/prospects/vies-advice.ts
with effect as (update prospects p set vies_result = $1, vies_checked_at = date_trunc('milliseconds', now())
  where p.id = $2::uuid and p.seller_id = $3::uuid and p.status = 'SUBMITTED' and p.vies_result is null and true returning p.id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($4::text, $5::text, $6::text, $7::uuid, $8::uuid,
  $9::uuid, $10::uuid, $11::uuid, $12::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/self-service/prospects/visitors/codes-repository.ts
with effect as (
  insert into prospect_pauses as p (invitation_id, paused_until)
  select i.id, now() + interval '1 hour' from invitation_facts i
  where i.id = $1::uuid and i.seller_id = $2::uuid and true
  and (select count(*) from (select from prospect_codes c where c.invitation_id = i.id and c.proved_at is null
  and c.sent_at > now() - interval '1 hour' limit $3::int) as unproved) > $4::int
  on conflict (invitation_id) do update set paused_until = excluded.paused_until where p.paused_until <= now()
  returning p.invitation_id as id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($5::text, $6::text, $7::text, $8::uuid, $9::uuid,
  $10::uuid, $11::uuid, $12::uuid, $13::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, core/write/commit-write.ts, modules/self-service/submissions/device-sessions.ts
with effect as (insert into used_device_links as used (id) select $1::uuid where true
  on conflict (id) do update set used_at = used.used_at where used.used_at > now() - make_interval(secs => $2::int)
  returning used.id),audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select * from (values ($3::text, $4::text, $5::text, $6::uuid, $7::uuid,
  $8::uuid, $9::uuid, $10::uuid, $11::jsonb)) as line where exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/audit/repository.ts, modules/delivery/mail/repository.ts, modules/files/repository.ts, modules/kyc/documents/draft-repository.ts, modules/parties/organizations/acting.ts, modules/parties/seller-contacts/repository.ts, modules/self-service/invitations/erased-places.ts, modules/self-service/prospects/purge-prospects.ts, modules/self-service/prospects/retention.ts, modules/self-service/prospects/wipe-places.ts, modules/self-service/submissions/not-supplied-repository.ts
/* across sellers: the clock's own work */ with places as materialized (select p.id, p.seller_id, p.invitation_id, p.address_hash from (select p.id, p.seller_id from prospects p where (p.status = 'SUBMITTED' and p.submitted_at <= now() - interval '1 day' * $1::int
  and coalesce(p.end_told_at <= now() - interval '1 day' * $2::int, not (exists (select from seller_contacts c where c.seller_id = p.seller_id and c.email is not null) and exists (select from acting_grants g where g.seller_id = p.seller_id)))
  or p.status = 'DECLINED' and p.decided_at <= now() - interval '1 day' * $3::int) limit $4::int) o join link_places p on p.seller_id = o.seller_id and p.id = o.id
  for update of p skip locked),
  effect as (delete from prospects p using places where p.seller_id = places.seller_id and p.id = places.id and (p.status = 'SUBMITTED' and p.submitted_at <= now() - interval '1 day' * $5::int
  and coalesce(p.end_told_at <= now() - interval '1 day' * $6::int, not (exists (select from seller_contacts c where c.seller_id = p.seller_id and c.email is not null) and exists (select from acting_grants g where g.seller_id = p.seller_id)))
  or p.status = 'DECLINED' and p.decided_at <= now() - interval '1 day' * $7::int)
  returning p.id, p.seller_id, p.status),codes_gone as (delete from prospect_codes c using places, effect
  where places.id = effect.id and c.invitation_id = places.invitation_id and c.address_hash = places.address_hash),places_gone as (delete from link_places p using effect where p.seller_id = effect.seller_id and p.id = effect.id),files_gone as (delete from kyc_files f using effect
  where f.invitation_id = effect.id or f.removed_from_invitation_id = effect.id returning f.id),not_supplied_gone as (delete from kyc_not_supplied n using effect where n.invitation_id = effect.id),
  stored as (delete from stored_files where owner_kind = $8 and owner_id in (select id from files_gone)),
  unsent as (update mails set status = 'CANCELLED', sealed_facts = null
  where subject_kind = $9 and status = 'QUEUED' and subject_id in (select id::text from effect)),
  audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select $10::text, $11::text, $12::text, $13::uuid, seller_id, id,
  null::uuid, $14::uuid, '{}'::jsonb from effect where status <> 'DRAFT')
  select id from effect;

-- write: core/audit/repository.ts, modules/delivery/mail/repository.ts, modules/files/repository.ts, modules/kyc/documents/draft-repository.ts, modules/self-service/invitations/erased-places.ts, modules/self-service/prospects/purge-prospects.ts, modules/self-service/prospects/wipe-places.ts, modules/self-service/submissions/not-supplied-repository.ts
/* across sellers: the clock's own work */ with places as materialized (select p.id, p.seller_id, p.invitation_id, p.address_hash from link_places p join invitations i on i.seller_id = p.seller_id and i.id = p.invitation_id
  where p.used_at is null and (p.reserved_until <= now() - (interval '1 day' * $1::int - interval '2 hours') or i.status in ('REVOKED', 'USED'))
  limit $2::int for update of p skip locked),
  effect as (delete from prospects p using places where p.seller_id = places.seller_id and p.id = places.id and p.status = 'DRAFT'
  returning p.id, p.seller_id, p.status),codes_gone as (delete from prospect_codes c using places, effect
  where places.id = effect.id and c.invitation_id = places.invitation_id and c.address_hash = places.address_hash),places_gone as (delete from link_places p using effect where p.seller_id = effect.seller_id and p.id = effect.id),files_gone as (delete from kyc_files f using effect
  where f.invitation_id = effect.id or f.removed_from_invitation_id = effect.id returning f.id),not_supplied_gone as (delete from kyc_not_supplied n using effect where n.invitation_id = effect.id),
  stored as (delete from stored_files where owner_kind = $3 and owner_id in (select id from files_gone)),
  unsent as (update mails set status = 'CANCELLED', sealed_facts = null
  where subject_kind = $4 and status = 'QUEUED' and subject_id in (select id::text from effect)),
  audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select $5::text, $6::text, $7::text, $8::uuid, seller_id, id,
  null::uuid, $9::uuid, '{}'::jsonb from effect where status <> 'DRAFT')
  select id from effect;

-- write: core/audit/repository.ts, modules/kyc/verification/repository.ts
/* across sellers: the clock's own work */ with due as (
  select id from verification_sessions where status = 'OPEN' and expires_at <= now() order by expires_at limit $1::int
  for update skip locked),
  over as (update verification_sessions s set status = 'EXPIRED', ended_at = s.expires_at, sealed_url = null from due
  where s.id = due.id returning s.id, s.seller_id),
  told as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select $2::text, $3::text, $4::text, $5::uuid, seller_id, id,
  null::uuid, $6::uuid, '{}'::jsonb from over)
  select count(*)::int as count from over;

-- write: core/electronic-seal/repository.ts
insert into seal_keys (place, certificate, sealed_key)
  values ($1, $2::bytea, $3::bytea) on conflict do nothing;

-- write: core/events/blank-events.ts, modules/delivery/webhooks/blank-messages.ts, modules/self-service/erasure/blank-told.ts
with told as (update events e set data = jsonb_set(e.data, $1::text[], '""', false)
  where e.seller_id = $2::uuid and e.type = $3 and e.type like 'kyc.%' and e.data->>'buyerUuid' = $4 returning e.id),
  message as (update webhook_messages m set body = convert_to((jsonb_set(convert_from(m.body, 'UTF8')::jsonb, $5::text[], '""', false))::text, 'UTF8')
  from told where m.event_id = told.id)
  select id from told;

-- write: core/events/envelope.ts, core/events/instant.ts, core/events/unpublished.ts, modules/delivery/webhooks/publish-events.ts
/* across sellers: told to all who may hear of it */
  with taken as materialized (
  select id, type, source, seller_id, data, created_at from events where published_at is null
  order by created_at, id limit $1::int for update skip locked),
  -- By an array, which is looked up in the index; a join may read all events there are.
  marked as (update events set published_at = now() where id = any(array(select id from taken))),
  named as materialized (
  select t.id as event_id, a.organization_id, 'evt_' || replace(gen_random_uuid()::text, '-', '') as message_id
  from taken t join seller_audiences a on a.seller_id = t.seller_id),
  wanted as materialized (
  select n.event_id, n.organization_id, w.id as endpoint_id
  from named n
  join taken t on t.id = n.event_id
  join webhook_endpoints w on w.organization_id = n.organization_id and w.status <> 'DISABLED'
  and (w.partner_ids is null or t.seller_id = any(w.partner_ids))
  and w.events && array[t.type, split_part(t.type, '.', 1) || '.*']
  -- An endpoint that is being deleted waits, or is left out.
  for key share of w),
  -- The same for all of one transaction, and not cheap: asked for once.
  place as materialized (select next_list_position() as list_position),
  message as (
  insert into webhook_messages (id, organization_id, event_id, type, body, list_position)
  select n.message_id, n.organization_id, t.id, t.type, convert_to(format(
  '{"id":%s,"type":%s,"schemaVersion":1,"source":%s,"createdAt":%s,"organizationUuid":%s,"partnerUuid":%s,"data":%s}',
  to_json(n.message_id), to_json(t.type), to_json(t.source), to_json(to_char(t.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')), to_json(n.organization_id),
  to_json(t.seller_id), t.data), 'UTF8'), (select list_position from place)
  from named n join taken t on t.id = n.event_id
  order by t.created_at, t.id),
  delivery as (
  insert into webhook_deliveries (id, organization_id, endpoint_id, message_id, event_type, next_attempt_at)
  select 'del_' || replace(gen_random_uuid()::text, '-', ''), n.organization_id, p.endpoint_id, n.message_id, t.type, now()
  from wanted p join named n using (event_id, organization_id) join taken t on t.id = p.event_id
  order by t.created_at, t.id
  returning id)
  select (select count(*)::int from taken) as taken,
  case when exists (select from delivery) then pg_notify($2, '') end,
  case when exists (select from named) then pg_notify($3, '') end;

-- write: core/events/unpublished.ts, modules/delivery/webhooks/purge-webhooks.ts
/* across sellers: what is over thirty days old goes */
  delete from events where id in (
  select e.id from events e
  where e.created_at < now() - interval '30 days' and e.published_at is not null and not exists (select from webhook_messages m where m.event_id = e.id)
  limit $1::int for update skip locked)
  returning 1;

-- write: core/idempotency/purge-answers.ts
/* across sellers: what has outlived its 24 hours goes */
  delete from idempotency_keys k using (
  select organization_id, key_hash from idempotency_keys where created_at <= now() - interval '24 hours'
  order by created_at limit $1::int for update skip locked) old
  where k.organization_id = old.organization_id and k.key_hash = old.key_hash returning 1;

-- write: core/pii-log/pii-log.ts, modules/kyc/profile/repository.ts
with found as (select b.id, b.seller_id from buyer_facts b
  where b.seller_id = $1::uuid and b.id = $2::uuid)
  insert into pii_access_log (organization_id, client_id, seller_id, buyer_id, subject_kind, subject_id, purpose, request_id)
  select $3::uuid, $4, seller_id, id, $5, id, $6::text,
  $7::uuid from found;

-- write: core/pii-log/pii-log.ts, modules/parties/contacts/repository.ts
with found as (
  select c.* from buyer_contacts c
  where c.seller_id = $1::uuid and c.buyer_id = $2::uuid and c.id = $3::uuid),
  logged as (insert into pii_access_log (organization_id, client_id, seller_id, buyer_id, subject_kind, subject_id, purpose, request_id)
  select $4::uuid, $5, seller_id, buyer_id, $6, id, $7::text,
  $8::uuid from found where $9::boolean)
  select c.id, c.sealed, c.first_name, c.last_name, c.email, c.phone, c.created_at from found c;

-- write: core/pii-log/pii-log.ts, modules/parties/contacts/repository.ts
with owner as (
  select b.id, b.seller_id from buyer_facts b where b.seller_id = $1::uuid and b.id = $2::uuid),
  found as (
  select c.* from buyer_contacts c join owner o on c.seller_id = o.seller_id and c.buyer_id = o.id
  where $3::boolean),
  logged as (insert into pii_access_log (organization_id, client_id, seller_id, buyer_id, subject_kind, subject_id, purpose, request_id)
  select $4::uuid, $5, seller_id, buyer_id, $6, id, $7::text,
  $8::uuid from found)
  select c.id, c.sealed, c.first_name, c.last_name, c.email, c.phone, c.created_at from owner left join found c on true order by c.created_at, c.position;

-- write: core/pii-log/pii-log.ts, modules/self-service/declaration-answers/repository.ts
with found as (
  select a.file_id, a.sealed from declaration_answers a where a.file_id = $1::uuid),
  logged as (insert into pii_access_log (organization_id, client_id, seller_id, buyer_id, subject_kind, subject_id, purpose, request_id)
  select $2::uuid, $3, $4::uuid, $5::uuid, $6, file_id, $7::text,
  $8::uuid from found)
  select sealed from found;

-- write: core/pii-log/pii-log.ts, modules/self-service/prospects/prospect-repository.ts
with found as (
  select p.id, p.seller_id, p.sealed_person from prospects p
  where p.seller_id = $1::uuid and p.id = any($2::uuid[])),
  logged as (insert into pii_access_log (organization_id, client_id, seller_id, buyer_id, subject_kind, subject_id, purpose, request_id)
  select $3::uuid, $4, seller_id, null::uuid, $5, id, $6::text,
  $7::uuid from found)
  select id, sealed_person from found;

-- write: core/pii-log/pii-log.ts, modules/self-service/submissions/submission-repository.ts
with found as (
  select k.id, k.seller_id, k.buyer_id, k.company_confirmed, k.company_remark, k.company_corrections, k.privacy_notice_version, k.submitted_at
  from kyc_submissions k where k.seller_id = $1::uuid
  and k.buyer_id = $2::uuid and k.invitation_id = $3::uuid),
  logged as (insert into pii_access_log (organization_id, client_id, seller_id, buyer_id, subject_kind, subject_id, purpose, request_id)
  select $4::uuid, $5, seller_id, buyer_id, $6, id, $7::text,
  $8::uuid from found)
  select id, seller_id, buyer_id, company_confirmed, company_remark, company_corrections, privacy_notice_version, submitted_at from found;

-- write: core/rate-limits/purge-windows.ts
delete from rate_windows w using (
  select scope, category from rate_windows
  where greatest(minute_started_at, burst_started_at) < now() - interval '1 hour'
  limit $1::int for update skip locked) old
  where w.scope = old.scope and w.category = old.category returning 1;

-- write: core/rate-limits/rate-limiter.ts
select * from take_calls($1, $2, $3::bigint, $4::bigint, $5::bigint);

-- write: core/sealing/master-key-repository.ts
with before as (select exists (select from master_keys) as are_known)
  insert into master_keys (id, proof, kinds, last_sealing_at)
  select key.id, key.proof, case when key.seals then $1::text[] else '{}' end, case when key.seals then now() end
  from before, lateral (select id, proof, id = $2::smallint or not before.are_known as seals
  from unnest($3::smallint[], $4::bytea[]) as given (id, proof)) key
  on conflict (id) do update set last_sealing_at = excluded.last_sealing_at,
  kinds = array(select distinct kind from unnest(master_keys.kinds || excluded.kinds) kind order by kind)
  where master_keys.id = $5::smallint and master_keys.proof = excluded.proof;

-- write: core/write/commit-write.ts, modules/kyc/verification/report-repository.ts
with effect as (select s.id from verification_sessions s where s.seller_id = $1::uuid and s.id = $2::uuid and s.report = 'WANTED' and s.erased_at is null
  and s.report_tries = $3::int and true), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered, (case when done then (graphile_worker.add_job($4::text, $5::json,
  max_attempts => $6::int, run_at => now() + interval '1 millisecond' * $7::int)).id end)
  from done;

-- write: core/write/commit-write.ts, modules/kyc/verification/report-repository.ts
with effect as (update verification_sessions s set report_tries = s.report_tries + 1
  where s.seller_id = $1::uuid and s.id = $2::uuid and s.report = 'WANTED' and s.erased_at is null
  and s.report_tries = $3::int and true returning s.id), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered, (case when done then (graphile_worker.add_job($4::text, $5::json,
  max_attempts => $6::int, run_at => now() + interval '1 millisecond' * $7::int)).id end)
  from done;

-- write: core/write/commit-write.ts, modules/kyc/vies/breakers.ts
with effect as (select 1 where true),also_0 as (delete from vies_breakers where scope = any($1::text[]) and exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/write/commit-write.ts, modules/kyc/vies/breakers.ts, modules/kyc/vies/repository.ts
with effect as (update vies_checks set status = 'QUEUED', tries = $1::int, error = $2
  where seller_id = $3::uuid and id = $4::uuid and status <> 'DONE' and true returning id),also_0 as (insert into vies_breakers as f (scope, failures, reason, open_until)
  select $5, 1, $6, case when $7::boolean then now() + interval '1 minute' * $8::int end where exists (select from effect)
  on conflict (scope) do update set failures = f.failures + 1, reason = excluded.reason,
  open_until = greatest(f.open_until, excluded.open_until,
  case when f.failures + 1 >= $9::int then now() + interval '1 minute' * least($10::int, $11::int * 2 ^ least(f.failures + 1 - $12::int, 10)) end)),also_1 as (delete from vies_breakers where scope = any($13::text[]) and exists (select from effect)), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered, (case when done then (graphile_worker.add_job($14::text, $15::json,
  max_attempts => $16::int, run_at => now() + interval '1 millisecond' * $17::int)).id end)
  from done;

-- write: core/write/commit-write.ts, modules/kyc/vies/repository.ts
with effect as (select id from vies_checks
  where seller_id = $1::uuid and id = $2::uuid and status <> 'DONE' and true), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered, (case when done then (graphile_worker.add_job($3::text, $4::json,
  max_attempts => $5::int, run_at => now() + interval '1 millisecond' * $6::int)).id end)
  from done;

-- write: core/write/commit-write.ts, modules/parties/organizations/acting.ts, modules/self-service/invitations/places-repository.ts
with held as materialized (
  select p.id, p.seller_id, i.link_version, i.organization_id, p.requested_documents, p.reserved_until > now() as is_reserved, i.id as invitation_id, i.max_uses, i.usage_count from link_places p
  join invitations i on i.seller_id = p.seller_id and i.id = p.invitation_id
  where p.id = $1::uuid and p.seller_id = $2::uuid and p.used_at is null and i.id = $3::uuid and i.seller_id = $4::uuid and i.kind = 'PROSPECT' and i.status = 'ACTIVE'
  and i.expires_at > now() and i.link_version = $5::int and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)
  for no key update of p, i),
  standing as materialized (select * from held where max_uses is null
  or usage_count + case when is_reserved then 0 else places_reserved(invitation_id, id) end < max_uses),
  effect as (update link_places p set reserved_until = now() + interval '2 hours' from standing
  where p.id = standing.id and p.seller_id = standing.seller_id and true
  returning p.id, p.seller_id, p.invitation_id), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/write/commit-write.ts, modules/parties/organizations/acting.ts, modules/self-service/invitations/standing-repository.ts, modules/self-service/submissions/draft-repository.ts
with standing as materialized (
  select i.id, i.seller_id, i.link_version, i.organization_id, i.requested_documents from invitations i join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
  where i.id = $1::uuid and i.seller_id = $2::uuid and i.status = 'ACTIVE' and i.expires_at > now()
  and i.link_version = $3::int and b.status = 'ACTIVE'
  and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)
  for no key update of i),
  effect as (insert into kyc_drafts (invitation_id, company_confirmed, company_remark, company_corrections)
  select standing.id, $4::boolean, $5::text, $6::jsonb
  from standing where true
  on conflict (invitation_id) do update set company_confirmed = excluded.company_confirmed,
  company_remark = excluded.company_remark, company_corrections = excluded.company_corrections, updated_at = now()
  returning invitation_id), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/write/commit-write.ts, modules/parties/organizations/acting.ts, modules/self-service/invitations/standing-repository.ts, modules/self-service/submissions/not-supplied-repository.ts
with standing as materialized (
  select i.id, i.seller_id, i.link_version, i.organization_id, i.requested_documents from invitations i join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
  where i.id = $1::uuid and i.seller_id = $2::uuid and i.status = 'ACTIVE' and i.expires_at > now()
  and i.link_version = $3::int and b.status = 'ACTIVE'
  and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)
  for no key update of i),
  effect as (delete from kyc_not_supplied n using standing
  where n.invitation_id = standing.id and n.type = $4 and true returning n.invitation_id), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/write/commit-write.ts, modules/parties/organizations/acting.ts, modules/self-service/invitations/standing-repository.ts, modules/self-service/submissions/not-supplied-repository.ts
with standing as materialized (
  select i.id, i.seller_id, i.link_version, i.organization_id, i.requested_documents from invitations i join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
  where i.id = $1::uuid and i.seller_id = $2::uuid and i.status = 'ACTIVE' and i.expires_at > now()
  and i.link_version = $3::int and b.status = 'ACTIVE'
  and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)
  for no key update of i),
  effect as (insert into kyc_not_supplied (invitation_id, type, reason)
  select standing.id, $4, $5::bytea from standing where true
  on conflict (invitation_id, type) do update set reason = excluded.reason, answered_at = now()
  returning invitation_id), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/write/commit-write.ts, modules/self-service/uploads/repository.ts
with effect as (delete from uploads
  where seller_id = $1::uuid and invitation_id = $2::uuid and id = $3::uuid and true returning id), done as (select exists (select from effect) as done)
  select done, true as has_key, false as is_answered
  from done;

-- write: core/write/shared-effect.ts, modules/delivery/mail/mail-to.ts, modules/self-service/invitations/repository.ts, modules/self-service/links/link-key-retirement.ts
with call as materialized (
  select * from unnest($1::bigint[],$2::uuid[],$3::bytea[],$4::bytea[],$5::bytea[],$6::jsonb[],$7::uuid[],$8::uuid[],$9::text[],$10::int[],$11::timestamptz[],$12::timestamptz[],$13::timestamptz[],$14::int[],$15::smallint[],$16::text[],$17::timestamptz[],$18::timestamptz[],$19::uuid[],$20::text[],$21::jsonb[],$22::smallint[],$23::text[],$24::text[],$25::text[],$26::int[],$27::jsonb[],$28::bytea[],$29::bytea[]) with ordinality as call(lock_key, organization_id, key_hash, fingerprint, answer, lines,id, seller_id, status, link_version, expires_at, last_mail_at, next_expires_at, next_link_version, next_link_kid,
  next_recipient_email, next_mail_at, next_reminder_at,mail_id, mail_task, mail_payload, mail_max_attempts, mail_kind, mail_subject_kind, mail_subject_id, mail_subject_version, mail_about, recipient, recipient_of_organization, n)),
  key_lock as materialized (
  select c.n, c.lock_key is null or pg_try_advisory_xact_lock(c.lock_key) as has_key, k.n is not null as is_answered
  -- Where it asked by exists, all keys of the day would be read once for all rows: its limit keeps it at each row's own.
  from call c left join lateral (select c.n from idempotency_keys k where k.organization_id = c.organization_id
  and k.key_hash = c.key_hash and k.created_at > now() - interval '24 hours' limit 1) k on true),
  held as materialized (select c.* from call c join key_lock l on l.n = c.n where l.has_key and not l.is_answered),
  effect as (update invitations i set status = 'ACTIVE', expires_at = h.next_expires_at, link_version = h.next_link_version,
  link_kid = h.next_link_kid, recipient_email = h.next_recipient_email, last_mail_at = h.next_mail_at,
  next_reminder_at = h.next_reminder_at
  from held h where i.id = h.id and i.seller_id = h.seller_id and invitation_status(i.status, i.expires_at) = h.status
  and i.link_version = h.link_version and date_trunc('milliseconds', i.expires_at) is not distinct from h.expires_at
  and date_trunc('milliseconds', i.last_mail_at) is not distinct from h.last_mail_at and not exists (select from retired_link_keys r where r.kid = h.next_link_kid)
  and exists (select from buyer_facts b where b.seller_id = i.seller_id and b.id = i.buyer_id and b.status = 'ACTIVE')
  returning h.n),
  written as materialized (select h.* from held h cross join (select array_agg(n) as ns from effect) e where h.n = any(e.ns)),
  recipient_turn as (insert into mail_recipients as r (recipient, mailed_at)
  select w.recipient, array[now()] from written w order by w.recipient
  on conflict (recipient) do update set mailed_at = (r.mailed_at || mail_turn(r.mailed_at))[greatest(1, cardinality(r.mailed_at) - 8):]
  returning r.recipient, nullif(r.mailed_at[cardinality(r.mailed_at)], now()) as at),
  recipient_count as (insert into mail_recipients as r (recipient, mailed_at)
  select w.recipient_of_organization, array[now()] from written w order by w.recipient_of_organization
  on conflict (recipient) do update set mailed_at = (r.mailed_at || now())[greatest(1, cardinality(r.mailed_at) - 8):]
  where mail_turn_is_now(r.mailed_at)),
  -- Few wait, mostly none: cheaper to look up than to join.
  turns as materialized (select jsonb_object_agg(encode(recipient, 'hex'), at) as late from recipient_turn where at is not null),
  mail as (insert into mails (id, kind, subject_kind, subject_id, subject_version, about, not_before)
  select w.mail_id, w.mail_kind, w.mail_subject_kind, w.mail_subject_id, w.mail_subject_version, w.mail_about,
  (turns.late->>encode(w.recipient, 'hex'))::timestamptz
  from written w cross join turns
  returning id, not_before),
  audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select line.action, line.actor_kind, line.actor_id, line.organization_id, line.seller_id, line.subject_id, line.invitation_id,
  line.request_id, line.details
  from written w cross join lateral rows from (jsonb_to_recordset(w.lines) as (action text, actor_kind text,
  actor_id text, organization_id uuid, seller_id uuid, subject_id uuid, invitation_id uuid, request_id uuid, details jsonb))
  with ordinality as line
  order by w.n, line.ordinality),
  answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select w.organization_id, w.key_hash, w.fingerprint, w.answer from written w where w.key_hash is not null
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at))
  select l.n::int as n, w.n is not null as done, l.has_key, l.is_answered, case when exists (select from written) then (select count(*) from graphile_worker.add_jobs(array(
  select (j.task, j.payload, null, j.run_at, j.max_attempts, null, null, null)::graphile_worker.job_spec
  from (select w.mail_task as task, w.mail_payload::json as payload, w.mail_max_attempts as max_attempts, m.not_before as run_at
  from mail m join written w on w.mail_id = m.id) j))) end as jobs
  from key_lock l left join written w on w.n = l.n;

-- write: core/write/shared-effect.ts, modules/delivery/mail/mail-to.ts, modules/self-service/invitations/repository.ts, modules/self-service/links/link-key-retirement.ts
with call as materialized (
  select * from unnest($1::bigint[],$2::uuid[],$3::bytea[],$4::bytea[],$5::bytea[],$6::jsonb[],$7::uuid[],$8::uuid[],$9::uuid[],$10::text[],$11::uuid[],$12::text[],$13::text[],$14::text[],$15::text[],$16::jsonb[],$17::text[],$18::smallint[],$19::int[],$20::boolean[],$21::timestamptz[],$22::timestamptz[],$23::timestamptz[],$24::timestamptz[],$25::uuid[],$26::text[],$27::jsonb[],$28::smallint[],$29::text[],$30::text[],$31::text[],$32::int[],$33::jsonb[],$34::bytea[],$35::bytea[]) with ordinality as call(lock_key, organization_id, key_hash, fingerprint, answer, lines,id, seller_id, buyer_id, kind, inviter_id, recipient_email, label, locale, message, requested_documents, redirect_url,
  link_kid, link_version, reminders, next_reminder_at, last_mail_at, created_at, expires_at,mail_id, mail_task, mail_payload, mail_max_attempts, mail_kind, mail_subject_kind, mail_subject_id, mail_subject_version, mail_about, recipient, recipient_of_organization, n)),
  key_lock as materialized (
  select c.n, c.lock_key is null or pg_try_advisory_xact_lock(c.lock_key) as has_key, k.n is not null as is_answered
  -- Where it asked by exists, all keys of the day would be read once for all rows: its limit keeps it at each row's own.
  from call c left join lateral (select c.n from idempotency_keys k where k.organization_id = c.organization_id
  and k.key_hash = c.key_hash and k.created_at > now() - interval '24 hours' limit 1) k on true),
  held as materialized (select c.* from call c join key_lock l on l.n = c.n where l.has_key and not l.is_answered),
  invited as (
  insert into invitations (id, seller_id, buyer_id, kind, organization_id, recipient_email, label, locale, message, requested_documents,
  redirect_url, link_kid, link_version, reminders, next_reminder_at, last_mail_at, created_at, expires_at)
  select h.id, b.seller_id, b.id, h.kind, h.inviter_id, h.recipient_email, h.label, h.locale, h.message,
  array(select jsonb_array_elements_text(h.requested_documents)), h.redirect_url, h.link_kid, h.link_version, h.reminders,
  h.next_reminder_at, h.last_mail_at, h.created_at, h.expires_at
  from held h join buyer_facts b on b.seller_id = h.seller_id and b.id = h.buyer_id and b.status = 'ACTIVE'
  where not exists (select from retired_link_keys r where r.kid = h.link_kid)
  returning id, seller_id),
  effect as (select h.n from held h join invited i on i.id = h.id and i.seller_id = h.seller_id),
  written as materialized (select h.* from held h cross join (select array_agg(n) as ns from effect) e where h.n = any(e.ns)),
  recipient_turn as (insert into mail_recipients as r (recipient, mailed_at)
  select w.recipient, array[now()] from written w order by w.recipient
  on conflict (recipient) do update set mailed_at = (r.mailed_at || mail_turn(r.mailed_at))[greatest(1, cardinality(r.mailed_at) - 8):]
  returning r.recipient, nullif(r.mailed_at[cardinality(r.mailed_at)], now()) as at),
  recipient_count as (insert into mail_recipients as r (recipient, mailed_at)
  select w.recipient_of_organization, array[now()] from written w order by w.recipient_of_organization
  on conflict (recipient) do update set mailed_at = (r.mailed_at || now())[greatest(1, cardinality(r.mailed_at) - 8):]
  where mail_turn_is_now(r.mailed_at)),
  -- Few wait, mostly none: cheaper to look up than to join.
  turns as materialized (select jsonb_object_agg(encode(recipient, 'hex'), at) as late from recipient_turn where at is not null),
  mail as (insert into mails (id, kind, subject_kind, subject_id, subject_version, about, not_before)
  select w.mail_id, w.mail_kind, w.mail_subject_kind, w.mail_subject_id, w.mail_subject_version, w.mail_about,
  (turns.late->>encode(w.recipient, 'hex'))::timestamptz
  from written w cross join turns
  returning id, not_before),
  audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select line.action, line.actor_kind, line.actor_id, line.organization_id, line.seller_id, line.subject_id, line.invitation_id,
  line.request_id, line.details
  from written w cross join lateral rows from (jsonb_to_recordset(w.lines) as (action text, actor_kind text,
  actor_id text, organization_id uuid, seller_id uuid, subject_id uuid, invitation_id uuid, request_id uuid, details jsonb))
  with ordinality as line
  order by w.n, line.ordinality),
  answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select w.organization_id, w.key_hash, w.fingerprint, w.answer from written w where w.key_hash is not null
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at))
  select l.n::int as n, w.n is not null as done, l.has_key, l.is_answered, case when exists (select from written) then (select count(*) from graphile_worker.add_jobs(array(
  select (j.task, j.payload, null, j.run_at, j.max_attempts, null, null, null)::graphile_worker.job_spec
  from (select w.mail_task as task, w.mail_payload::json as payload, w.mail_max_attempts as max_attempts, m.not_before as run_at
  from mail m join written w on w.mail_id = m.id) j))) end as jobs
  from key_lock l left join written w on w.n = l.n;

-- write: core/write/shared-effect.ts, modules/self-service/invitations/prospect-links/prospect-link-repository.ts, modules/self-service/links/link-key-retirement.ts
with call as materialized (
  select * from unnest($1::bigint[],$2::uuid[],$3::bytea[],$4::bytea[],$5::bytea[],$6::jsonb[],$7::uuid[],$8::uuid[],$9::text[],$10::int[],$11::timestamptz[],$12::text[],$13::int[],$14::int[],$15::text[],$16::int[],$17::smallint[],$18::timestamptz[],$19::text[],$20::int[]) with ordinality as call(lock_key, organization_id, key_hash, fingerprint, answer, lines,id, seller_id, status, link_version, expires_at, label, max_uses, usage_count, next_status, next_link_version, next_link_kid,
  next_expires_at, next_label, next_max_uses, n)),
  key_lock as materialized (
  select c.n, c.lock_key is null or pg_try_advisory_xact_lock(c.lock_key) as has_key, k.n is not null as is_answered
  -- Where it asked by exists, all keys of the day would be read once for all rows: its limit keeps it at each row's own.
  from call c left join lateral (select c.n from idempotency_keys k where k.organization_id = c.organization_id
  and k.key_hash = c.key_hash and k.created_at > now() - interval '24 hours' limit 1) k on true),
  held as materialized (select c.* from call c join key_lock l on l.n = c.n where l.has_key and not l.is_answered),
  effect as (update invitations i set status = case when h.next_status = h.status then i.status else h.next_status end,
  link_version = h.next_link_version, link_kid = h.next_link_kid, expires_at = h.next_expires_at, label = h.next_label,
  max_uses = h.next_max_uses
  from held h where i.id = h.id and i.seller_id = h.seller_id and i.kind = 'PROSPECT'
  and invitation_status(i.status, i.expires_at) = h.status and i.link_version = h.link_version
  and date_trunc('milliseconds', i.expires_at) is not distinct from h.expires_at and i.label is not distinct from h.label
  and i.max_uses is not distinct from h.max_uses and i.usage_count = h.usage_count
  and (h.next_status <> 'ACTIVE' or not exists (select from retired_link_keys r where r.kid = h.next_link_kid))
  returning h.n),
  written as materialized (select h.* from held h cross join (select array_agg(n) as ns from effect) e where h.n = any(e.ns)),
  
  audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select line.action, line.actor_kind, line.actor_id, line.organization_id, line.seller_id, line.subject_id, line.invitation_id,
  line.request_id, line.details
  from written w cross join lateral rows from (jsonb_to_recordset(w.lines) as (action text, actor_kind text,
  actor_id text, organization_id uuid, seller_id uuid, subject_id uuid, invitation_id uuid, request_id uuid, details jsonb))
  with ordinality as line
  order by w.n, line.ordinality),
  answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select w.organization_id, w.key_hash, w.fingerprint, w.answer from written w where w.key_hash is not null
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at))
  select l.n::int as n, w.n is not null as done, l.has_key, l.is_answered
  from key_lock l left join written w on w.n = l.n;

-- write: core/write/shared-effect.ts, modules/self-service/invitations/prospect-links/prospect-link-repository.ts, modules/self-service/links/link-key-retirement.ts
with call as materialized (
  select * from unnest($1::bigint[],$2::uuid[],$3::bytea[],$4::bytea[],$5::bytea[],$6::jsonb[],$7::uuid[],$8::uuid[],$9::uuid[],$10::text[],$11::text[],$12::text[],$13::int[],$14::jsonb[],$15::smallint[],$16::int[],$17::timestamptz[],$18::timestamptz[]) with ordinality as call(lock_key, organization_id, key_hash, fingerprint, answer, lines,id, seller_id, inviter_id, label, locale, redirect_url, max_uses, prospect_types, link_kid, link_version, created_at, expires_at, n)),
  key_lock as materialized (
  select c.n, c.lock_key is null or pg_try_advisory_xact_lock(c.lock_key) as has_key, k.n is not null as is_answered
  -- Where it asked by exists, all keys of the day would be read once for all rows: its limit keeps it at each row's own.
  from call c left join lateral (select c.n from idempotency_keys k where k.organization_id = c.organization_id
  and k.key_hash = c.key_hash and k.created_at > now() - interval '24 hours' limit 1) k on true),
  held as materialized (select c.* from call c join key_lock l on l.n = c.n where l.has_key and not l.is_answered),
  link as (
  insert into invitations (id, seller_id, kind, organization_id, label, locale, requested_documents, redirect_url, max_uses, prospect_types,
  link_kid, link_version, created_at, expires_at)
  select h.id, h.seller_id, 'PROSPECT', h.inviter_id, h.label, h.locale, '{}', h.redirect_url, h.max_uses,
  array(select jsonb_array_elements_text(h.prospect_types)), h.link_kid, h.link_version, h.created_at, h.expires_at
  from held h where not exists (select from retired_link_keys r where r.kid = h.link_kid)
  returning id, seller_id),
  effect as (select h.n from held h join link l on l.id = h.id and l.seller_id = h.seller_id),
  written as materialized (select h.* from held h cross join (select array_agg(n) as ns from effect) e where h.n = any(e.ns)),
  
  audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select line.action, line.actor_kind, line.actor_id, line.organization_id, line.seller_id, line.subject_id, line.invitation_id,
  line.request_id, line.details
  from written w cross join lateral rows from (jsonb_to_recordset(w.lines) as (action text, actor_kind text,
  actor_id text, organization_id uuid, seller_id uuid, subject_id uuid, invitation_id uuid, request_id uuid, details jsonb))
  with ordinality as line
  order by w.n, line.ordinality),
  answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select w.organization_id, w.key_hash, w.fingerprint, w.answer from written w where w.key_hash is not null
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at))
  select l.n::int as n, w.n is not null as done, l.has_key, l.is_answered
  from key_lock l left join written w on w.n = l.n;

-- write: core/write/shared-effect.ts, modules/self-service/invitations/repository.ts
with call as materialized (
  select * from unnest($1::bigint[],$2::uuid[],$3::bytea[],$4::bytea[],$5::bytea[],$6::jsonb[],$7::uuid[],$8::uuid[],$9::int[],$10::timestamptz[],$11::timestamptz[],$12::text[]) with ordinality as call(lock_key, organization_id, key_hash, fingerprint, answer, lines,id, seller_id, link_version, expires_at, revoked_at, reason, n)),
  key_lock as materialized (
  select c.n, c.lock_key is null or pg_try_advisory_xact_lock(c.lock_key) as has_key, k.n is not null as is_answered
  -- Where it asked by exists, all keys of the day would be read once for all rows: its limit keeps it at each row's own.
  from call c left join lateral (select c.n from idempotency_keys k where k.organization_id = c.organization_id
  and k.key_hash = c.key_hash and k.created_at > now() - interval '24 hours' limit 1) k on true),
  held as materialized (select c.* from call c join key_lock l on l.n = c.n where l.has_key and not l.is_answered),
  effect as (update invitations i set status = 'REVOKED', revoked_at = h.revoked_at, revocation_reason = h.reason, next_reminder_at = null
  from held h where i.id = h.id and i.seller_id = h.seller_id and i.status = 'ACTIVE' and i.expires_at > now()
  and i.link_version = h.link_version and date_trunc('milliseconds', i.expires_at) is not distinct from h.expires_at
  returning h.n),
  written as materialized (select h.* from held h cross join (select array_agg(n) as ns from effect) e where h.n = any(e.ns)),
  
  audit as (insert into audit_events
  (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
  select line.action, line.actor_kind, line.actor_id, line.organization_id, line.seller_id, line.subject_id, line.invitation_id,
  line.request_id, line.details
  from written w cross join lateral rows from (jsonb_to_recordset(w.lines) as (action text, actor_kind text,
  actor_id text, organization_id uuid, seller_id uuid, subject_id uuid, invitation_id uuid, request_id uuid, details jsonb))
  with ordinality as line
  order by w.n, line.ordinality),
  answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select w.organization_id, w.key_hash, w.fingerprint, w.answer from written w where w.key_hash is not null
  on conflict (organization_id, key_hash) do update
  set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
  where idempotency_replaceable(idempotency_keys.created_at))
  select l.n::int as n, w.n is not null as done, l.has_key, l.is_answered
  from key_lock l left join written w on w.n = l.n;

-- write: modules/delivery/mail/recipients.ts
delete from mail_recipients r using (
  select recipient from mail_recipients where mailed_at[cardinality(mailed_at)] < now() - interval '1 day'
  limit $1::int for update skip locked) old
  where r.recipient = old.recipient returning 1;

-- write: modules/delivery/mail/repository.ts
/* across sellers: what is over ninety days old goes */
  delete from mails where id in (
  select id from mails where created_at < now() - interval '90 days' limit $1::int for update skip locked)
  returning 1;

-- write: modules/delivery/mail/repository.ts
update mails m set status = 'SENDING', attempts = m.attempts + 1
  where m.id = $1::uuid and (m.status = 'QUEUED' or ($2 and m.status = 'SENDING')) and true
  returning m.id;

-- write: modules/delivery/mail/repository.ts
update mails set status = 'CANCELLED', sealed_facts = null where id = $1::uuid and status in ('QUEUED', 'SENDING');

-- write: modules/delivery/webhooks/delivery-repository.ts
/* across sellers: the delivery worker serves all endpoints */
  update webhook_deliveries d set leased_until = null
  from unnest($1::text[], $2::bigint[]) as mine (id, fence)
  where d.id = mine.id and d.fence = mine.fence and d.status = 'PENDING';

-- write: modules/delivery/webhooks/delivery-repository.ts, modules/delivery/webhooks/may-be-told.ts
/* across sellers: the delivery worker serves all endpoints */
  with eager as materialized (
  select w.id, w.room, w.first_room, w.url, w.sealed_secret
  from (
  select e.id, e.url, e.sealed_secret, $1::int - coalesce(k.under_way, 0) as first_room,
  case when e.consecutive_failures > 0 then $2::int else coalesce(k.share, $3::int) end
  - coalesce(k.under_way, 0) as room
  from webhook_endpoints e
  left join unnest($4::text[], $5::int[],
  $6::int[]) as k (id, under_way, share) on k.id = e.id
  where e.status = 'ACTIVE' and e.organization_id in (select id from acting_organizations)) w
  cross join lateral (
  select d.next_attempt_at from webhook_deliveries d
  where d.endpoint_id = w.id and d.status = 'PENDING' and d.held_seller_id is null and d.next_attempt_at <= now() and (d.leased_until is null or d.leased_until <= now())
  and (select exists (select from acting_grants g where g.organization_id = d.organization_id and g.seller_id = s.seller_id)
  from webhook_messages m join event_sellers s on s.id = m.event_id where m.organization_id = d.organization_id and m.id = d.message_id) is not false
  order by d.next_attempt_at, d.position limit 1) oldest
  where w.room > 0
  order by oldest.next_attempt_at limit $7::int),
  due as materialized (
  select p.id, p.url, p.sealed_secret, p.place from (
  select d.id, d.position, d.place, eager.url, eager.sealed_secret, d.place > eager.first_room as is_extra,
  row_number() over (partition by d.place > eager.first_room order by d.place, d.position) as nth
  from eager cross join lateral (
  select d.id, d.position, row_number() over () as place from (
  select d.id, d.position from webhook_deliveries d
  where d.endpoint_id = eager.id and d.status = 'PENDING' and d.held_seller_id is null and d.next_attempt_at <= now()
  and (d.leased_until is null or d.leased_until <= now())
  and (select exists (select from acting_grants g where g.organization_id = d.organization_id and g.seller_id = s.seller_id)
  from webhook_messages m join event_sellers s on s.id = m.event_id where m.organization_id = d.organization_id and m.id = d.message_id) is not false
  order by d.next_attempt_at, d.position limit eager.room
  for update skip locked) d) d) p
  where p.nth <= case when p.is_extra then $8::int else $9::int end),
  -- By their ids as an array, and each body by itself: as joins of so many they would be made by reading both tables whole.
  claimed as (
  update webhook_deliveries d set fence = d.fence + 1, leased_until = now() + $10::int * interval '1 millisecond'
  where d.id = any(array(select id from due)) and d.status = 'PENDING'
  returning d.id, d.position, d.fence, d.endpoint_id, d.message_id, d.retries, d.is_test,
  coalesce(extract(epoch from now() - d.first_attempt_at) * 1000, 0)::int as elapsed_ms)
  select c.id, c.fence, c.endpoint_id, c.message_id, due.url, due.sealed_secret, c.retries, c.elapsed_ms, c.is_test,
  (select m.body from webhook_messages m where m.id = c.message_id) as body
  from claimed c join due on due.id = c.id
  order by due.place, c.position;

-- write: modules/delivery/webhooks/hold-deliveries.ts
/* across sellers: the delivery worker serves all endpoints */
  update webhook_deliveries set held_seller_id = null where id in (
  select d.id from webhook_deliveries d
  where d.held_seller_id is not null and exists (
  select from acting_grants g where g.organization_id = d.organization_id and g.seller_id = d.held_seller_id)
  limit $1::int for update skip locked)
  returning 1;

-- write: modules/delivery/webhooks/hold-deliveries.ts, modules/delivery/webhooks/may-be-told.ts
/* across sellers: the delivery worker serves all endpoints */
  with resting as materialized (
  select d.id, s.seller_id
  from webhook_endpoints w
  cross join lateral (
  select d.id, d.organization_id, d.message_id from webhook_deliveries d
  where d.endpoint_id = w.id and d.status = 'PENDING' and d.held_seller_id is null and d.next_attempt_at <= now()
  order by d.next_attempt_at, d.position limit $1::int) d
  join webhook_messages m on m.id = d.message_id
  join event_sellers s on s.id = m.event_id
  where w.status = 'ACTIVE' and w.organization_id in (select id from acting_organizations) and not (select exists (select from acting_grants g where g.organization_id = d.organization_id and g.seller_id = s.seller_id)
  from webhook_messages m join event_sellers s on s.id = m.event_id where m.organization_id = d.organization_id and m.id = d.message_id) is not false
  limit $2::int),
  mine as materialized (select id from webhook_deliveries where id in (select id from resting) for update skip locked)
  update webhook_deliveries d set held_seller_id = resting.seller_id from resting join mine using (id)
  where d.id = resting.id and d.status = 'PENDING' returning 1;

-- write: modules/delivery/webhooks/purge-webhooks.ts
/* across sellers: what is over thirty days old goes */
  delete from webhook_deliveries where id in (
  select id from webhook_deliveries where created_at < now() - interval '30 days' limit $1::int for update skip locked)
  returning 1;

-- write: modules/delivery/webhooks/purge-webhooks.ts
/* across sellers: what is over thirty days old goes */
  with gone as (
  delete from webhook_messages where id in (
  select m.id from webhook_messages m
  where m.created_at < now() - interval '30 days' and not exists (select from webhook_deliveries d where d.message_id = m.id)
  limit $1::int for update skip locked)
  returning id, organization_id, list_position, stream_place),
  marked as (
  insert into event_stream_marks (organization_id, message_id, list_position, stream_place)
  select distinct on (organization_id) organization_id, id, list_position, stream_place from gone
  where list_position is not null order by organization_id, list_position desc, stream_place desc
  on conflict (organization_id) do update
  set message_id = excluded.message_id, list_position = excluded.list_position, stream_place = excluded.stream_place
  where (event_stream_marks.list_position, event_stream_marks.stream_place) < (excluded.list_position, excluded.stream_place))
  select from gone;

-- write: modules/files/repository.ts, modules/kyc/documents/draft-repository.ts, modules/self-service/invitations/standing-repository.ts, modules/self-service/submissions/draft-repository.ts, modules/self-service/submissions/not-supplied-repository.ts
/* across sellers: the clock's own work */ with ended as (select i.id from invitations i where i.id in (select d.invitation_id from kyc_drafts d union select n.invitation_id from kyc_not_supplied n union select f.invitation_id from kyc_files f where f.invitation_id is not null) and (i.status = 'REVOKED'
  or (invitation_status(i.status, i.expires_at) = 'EXPIRED' and i.expires_at <= now() - (interval '1 day' * $1::int - interval '2 hours')))
  limit $2::int for update skip locked),
  draft as (delete from kyc_drafts d using ended where d.invitation_id = ended.id),
  not_supplied as (delete from kyc_not_supplied n using ended where n.invitation_id = ended.id),
  file as (delete from kyc_files f using ended
  where f.invitation_id = ended.id or f.removed_from_invitation_id = ended.id returning f.id),
  stored as (delete from stored_files where owner_kind = $3 and owner_id in (select id from file))
  select id from ended;

-- write: modules/files/repository.ts, modules/kyc/documents/erase-documents.ts, modules/kyc/documents/file-columns.ts
/* across sellers: the clock's own work */ with old as (
  select d.id from kyc_documents d where d.keep_until <= now() limit $1::int for update skip locked),
  files as (delete from kyc_files f using old where f.document_id = old.id returning f.id, old.id as document_id, array_remove(array[f.storage_key, f.review_storage_key, f.preview_storage_key], null) as storage_keys),
  gone as (delete from kyc_documents d using old where d.id = old.id),
  stored as (delete from stored_files where owner_kind = $2 and owner_id in (select id from files))
  select coalesce(f.storage_keys, '{}') as storage_keys from old left join files f on f.document_id = old.id;

-- write: modules/files/repository.ts, modules/kyc/documents/file-columns.ts, modules/kyc/documents/removed-files.ts
/* across sellers: the clock's own work */ with old as (
  select f.id from kyc_files f where f.removed_from_invitation_id is not null and f.removed_at <= now() - interval '1 minute' * $1::int
  limit $2::int for update skip locked),
  gone as (delete from kyc_files f using old where f.id = old.id returning f.id, array_remove(array[f.storage_key, f.review_storage_key, f.preview_storage_key], null) as storage_keys),
  stored as (delete from stored_files where owner_kind = $3 and owner_id in (select id from gone))
  select storage_keys from gone;

-- write: modules/files/storage/disk-mark.ts
insert into data_folders (id) values ($1::uuid) on conflict do nothing;

-- write: modules/files/storage/disk-mark.ts
update data_folders set marked_at = now() where id = $1::uuid and marked_at is null;

-- write: modules/kyc/vies/first-checks.ts
/* across sellers: the clock's own work */ with taken as (
  delete from vies_due where buyer_id in (select d.buyer_id from vies_due d where not exists (
  select from vies_checks c where c.seller_id = d.seller_id and c.buyer_id = d.buyer_id and c.status <> 'DONE')
  order by d.since limit (select greatest(0, $1::int - count(*)) from vies_checks where status <> 'DONE' and error is null)
  for update of d skip locked) returning buyer_id, seller_id, since),
  made as (
  insert into vies_checks (id, seller_id, buyer_id, vat_number, cause)
  select gen_random_uuid(), b.seller_id, b.id, b.vat_number, 'FIRST'
  from taken t join buyer_facts b on b.seller_id = t.seller_id and b.id = t.buyer_id and b.erased_at is null
  where not exists (select from vies_checks c where c.seller_id = b.seller_id and c.buyer_id = b.id
  and c.vat_number = b.vat_number and c.created_at >= t.since)
  on conflict (buyer_id) where status <> 'DONE' do nothing returning id)
  select count(graphile_worker.add_job($2, json_build_object('checkId', id))) from made;

-- write: modules/kyc/vies/repository.ts
update vies_checks set status = 'IN_PROGRESS'
  where seller_id = $1::uuid and id = $2::uuid and status <> 'DONE' returning date_trunc('milliseconds', now()) as now;

-- write: modules/parties/buyers/list-repository.ts
/* across sellers: the clock's own work */ with taken as (
  delete from buyer_changes where ctid = any(array(select ctid from buyer_changes limit $1::int for update skip locked))
  returning seller_id, was_status, was_created_at, was_updated_at, status, created_at, updated_at),
  moved as (
  select seller_id, m.status, utc_day(m.created_at) as created_on, utc_day(m.updated_at) as updated_on, sum(change) as change
  from taken cross join lateral (values (was_status, was_created_at, was_updated_at, -1), (status, created_at, updated_at, 1))
  as m (status, created_at, updated_at, change)
  where m.status is not null group by 1, 2, 3, 4),
  added as (insert into buyer_tallies as t (seller_id, status, count)
  select seller_id, status, sum(change) from moved group by 1, 2 having sum(change) <> 0 order by 1, 2
  on conflict (seller_id, status) do update set count = t.count + excluded.count),
  added_days as (insert into buyer_days as t (seller_id, counted_by, status, day, count)
  select seller_id, counted_by, status, day, sum(change)
  from moved cross join lateral (values ('CREATED', created_on), ('UPDATED', updated_on)) as of_day (counted_by, day)
  group by 1, 2, 3, 4 having sum(change) <> 0 order by 1, 2, 3, 4
  on conflict (seller_id, counted_by, status, day) do update set count = t.count + excluded.count)
  select count(*)::int as count from taken;

-- write: modules/parties/contacts/repository.ts
/* across sellers: the clock's own work */ update buyer_contacts c
  set sealed = n.sealed, first_name = null, last_name = null, email = null, phone = null
  from unnest($1::uuid[], $2::bytea[]) as n (id, sealed) where c.id = n.id and c.sealed is null;

-- write: modules/parties/organizations/acting.ts, modules/self-service/invitations/standing-repository.ts, modules/self-service/uploads/repository.ts
with standing as materialized (
  select i.id, i.seller_id, i.link_version, i.organization_id, i.requested_documents from invitations i join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
  where i.id = $1::uuid and i.seller_id = $2::uuid and i.status = 'ACTIVE' and i.expires_at > now()
  and i.link_version = $3::int and b.status = 'ACTIVE'
  and exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)
  for no key update of i),
  made as (insert into uploads (id, seller_id, invitation_id, type, file_name, byte_size, fingerprint)
  select $4::uuid, standing.seller_id, standing.id, $5, $6, $7::int,
  $8::text from standing
  where cardinality(draft_file_ids(standing.id)) + draft_upload_count(standing.id) < $9::int and stored_bytes_of(standing.organization_id) + $10::bigint <= $11::bigint
  returning id)
  select exists (select from made) as made, exists (select from standing where not (stored_bytes_of(standing.organization_id) + $12::bigint <= $13::bigint)) as over;

-- write: modules/self-service/invitations/tallies-repository.ts
/* across sellers: the clock's own work */ with taken as (
  delete from invitation_changes where ctid = any(array(select ctid from invitation_changes limit $1::int for update skip locked))
  returning seller_id, kind, was_status, was_expires_at, status, expires_at, created_at, list_position),
  moved as (
  select seller_id, kind, m.status, utc_day(created_at) as created_on, utc_day(m.expires_at) as expires_on, sum(change) as change,
  min(list_position) as first_position
  from taken cross join lateral (values (was_status, was_expires_at, -1), (status, expires_at, 1)) as m (status, expires_at, change)
  where m.status is not null group by 1, 2, 3, 4, 5),
  added as (insert into invitation_tallies as t (seller_id, counted_by, kind, status, day, count, first_position)
  select seller_id, counted_by, kind, status, day, sum(change), min(position) from moved
  cross join lateral (values ('ALL', date '-infinity', null), ('CREATED', created_on, first_position), ('EXPIRES', expires_on, null))
  as of_day (counted_by, day, position)
  group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict (seller_id, counted_by, kind, status, day) do update
  set count = t.count + excluded.count, first_position = least(t.first_position, excluded.first_position))
  select count(*)::int as count from taken;

-- write: modules/self-service/prospects/purge-prospects.ts
/* across sellers: the clock's own work */ with old_codes as (
  select invitation_id, address_hash from prospect_codes where expires_at <= now() - interval '23 hours 50 minutes'
  limit $1::int for update skip locked),
  codes as (delete from prospect_codes c using old_codes o
  where c.invitation_id = o.invitation_id and c.address_hash = o.address_hash returning c.invitation_id),
  old_pauses as (select invitation_id from prospect_pauses where paused_until <= now() - interval '23 hours'
  limit $2::int for update skip locked),
  pauses as (delete from prospect_pauses s using old_pauses o where s.invitation_id = o.invitation_id returning s.invitation_id)
  select invitation_id from codes union all select invitation_id from pauses;

-- write: modules/self-service/prospects/visitors/codes-repository.ts
update prospect_codes c
  set tries_left = c.tries_left - 1,
  proved_at = case when c.code_hash = $1::bytea then coalesce(c.proved_at, now()) else c.proved_at end
  from invitation_facts i
  where i.id = c.invitation_id and i.seller_id = $2::uuid and c.invitation_id = $3::uuid
  and c.address_hash = $4::bytea and c.tries_left > 0 and c.expires_at > now()
  returning c.code_hash = $5::bytea as is_right, c.tries_left;

-- write: modules/self-service/submissions/device-sessions.ts
delete from used_device_links u using (
  select id from used_device_links where used_at <= now() - interval '1 day'
  order by used_at limit $1::int for update skip locked) old
  where u.id = old.id returning u.id;

-- write: modules/self-service/submissions/ended-sessions.ts
delete from ended_sessions e using (
  select id from ended_sessions where ended_at <= now() - interval '13 hours'
  order by ended_at limit $1::int for update skip locked) old
  where e.id = old.id returning e.id;

-- write: modules/self-service/submissions/ended-sessions.ts
insert into ended_sessions (id) values ($1::uuid) on conflict do nothing;

-- write: modules/self-service/uploads/repository.ts
/* across sellers: the clock's own work */ delete from uploads where id in (
  select u.id from uploads u
  left join link_place_facts p on p.id = u.invitation_id and p.seller_id = u.seller_id
  left join invitation_facts i on i.id = coalesce(p.invitation_id, u.invitation_id) and i.seller_id = u.seller_id
  where u.created_at < now() - interval '24 hours' or i.status is distinct from 'ACTIVE' or p.used_at is not null
  limit $1::int)
  returning id;

-- write: modules/self-service/uploads/repository.ts
/* across sellers: what goes first when the disk is short */ delete from uploads where id in (
  select id from uploads where pieces > 0 order by created_at, id limit 1 for update skip locked)
  returning id;

-- write: modules/self-service/uploads/repository.ts
delete from uploads where seller_id = $1::uuid and invitation_id = $2::uuid
  and ($3::uuid is null or id = $4::uuid) returning id, type, file_name, byte_size, fingerprint, created_at;

-- write: modules/self-service/uploads/repository.ts
update uploads set pieces = pieces + 1
  where seller_id = $1::uuid and invitation_id = $2::uuid and id = $3::uuid returning pieces;

-- write: platform/jobs/purge-given-up-jobs.ts
delete from graphile_worker._private_jobs where id in (
  select id from graphile_worker._private_jobs
  where attempts >= max_attempts and locked_at is null and updated_at < now() - interval '30 days'
  limit $1::int for update skip locked)
  returning 1;

-- part: core/electronic-seal/repository.ts
select place, get_byte(sealed_key, 0) as key_id,
  case when get_byte(sealed_key, 0) is distinct from $1::int then sealed_key end as sealed
  from seal_keys where place > $2 order by place limit $3::int;

-- part: core/electronic-seal/repository.ts
update seal_keys k set sealed_key = n.sealed
  from unnest($1::text[], $2::bytea[], $3::bytea[]) as n (place, was, sealed)
  where k.place = n.place and k.sealed_key = n.was returning k.place;

-- part: core/idempotency/sealed-answers.ts
/* across sellers: a key has left */ select organization_id || '/' || encode(key_hash, 'hex') as place,
  get_byte(answer, 0) as key_id, case when get_byte(answer, 0) is distinct from $1::int then answer end as sealed
  from idempotency_keys
  where (organization_id, key_hash) > ($2::uuid, decode($3, 'hex')) and created_at > now() - interval '24 hours'
  order by organization_id, key_hash limit $4::int;

-- part: core/idempotency/sealed-answers.ts
/* across sellers: a key has left */ update idempotency_keys k set answer = n.sealed
  from unnest($1::uuid[], $2::text[], $3::bytea[],
  $4::bytea[]) as n (organization_id, key_hash, was, sealed)
  where k.organization_id = n.organization_id and k.key_hash = decode(n.key_hash, 'hex') and k.answer = n.was returning k.created_at;

-- part: core/pii-log/readings-between.ts
/* across sellers: the operator hands the log on */ select id, occurred_at, organization_id, client_id, seller_id, buyer_id,
  subject_kind, subject_id, purpose, request_id
  from pii_access_log where id > $1::bigint and occurred_at >= $2::timestamptz and occurred_at < $3::timestamptz
  and ($4::uuid is null or seller_id = $5::uuid) order by id limit $6::int;

-- part: core/sealing/master-key-repository.ts
update master_keys set kinds = array_remove(kinds, $1::text)
  where id <> $2::smallint and not id = any($3::smallint[]) and $4::text = any(kinds)
  and (last_sealing_at is null or last_sealing_at < $5::timestamptz - make_interval(secs => $6::int));

-- part: core/sealing/master-key-repository.ts
select now() as now;

-- part: demo/sandbox/due-work.ts
select pg_notify('jobs:insert', '{"r":0,"count":4}'), pg_notify('nt24_events', ''), pg_notify('nt24_deliveries', '');

-- part: demo/sandbox/due-work.ts
/* across sellers: the clock's own work */ select $1 as left;

-- part: demo/sandbox/due-work.ts
/* across sellers: the clock's own work */ select least($1) as at;

-- part: modules/delivery/mail/repository.ts
effect as (update mails set status = 'FAILED', sealed_facts = null
  where id = $1::uuid and status in ('QUEUED', 'SENDING', 'SENT') and $2 returning id);

-- part: modules/delivery/mail/sealed-facts.ts
/* across sellers: a key has left */ select id::text as place, kind, get_byte(sealed_facts, 0) as key_id,
  case when get_byte(sealed_facts, 0) is distinct from $1::int then sealed_facts end as sealed
  from mails where sealed_facts is not null and id > $2::uuid order by id limit $3::int;

-- part: modules/delivery/mail/sealed-facts.ts
/* across sellers: a key has left */ update mails m set sealed_facts = n.sealed
  from unnest($1::text[], $2::bytea[], $3::bytea[]) as n (place, was, sealed)
  where m.id = n.place::uuid and m.sealed_facts = n.was returning m.id;

-- part: modules/delivery/webhooks/sealed-secrets.ts
select id as place, get_byte(sealed_secret, 0) as key_id,
  case when get_byte(sealed_secret, 0) is distinct from $1::int then sealed_secret end as sealed
  from webhook_endpoints where id > $2 order by id limit $3::int;

-- part: modules/delivery/webhooks/sealed-secrets.ts
update webhook_endpoints w set sealed_secret = n.sealed
  from unnest($1::text[], $2::bytea[], $3::bytea[]) as n (place, was, sealed)
  where w.id = n.place and w.sealed_secret = n.was returning w.id;

-- part: modules/delivery/webhooks/waiting-webhooks.ts
/* across sellers: the clock's own work */ select from webhook_deliveries where status = 'PENDING' and leased_until > now();

-- part: modules/delivery/webhooks/waiting-webhooks.ts
/* across sellers: the clock's own work */ select min(d.next_attempt_at)
  from webhook_endpoints e join webhook_deliveries d on d.endpoint_id = e.id
  where e.status = 'ACTIVE' and d.status = 'PENDING' and d.held_seller_id is null and d.next_attempt_at > now();

-- part: modules/files/repository.ts
select count(*)::int as count from stored_files where created_at < now() - interval '1 minute';

-- part: modules/kyc/verification/sealed-urls.ts
/* across sellers: a key has left */ select id::text as place, get_byte(sealed_url, 0) as key_id,
  case when get_byte(sealed_url, 0) is distinct from $1::int then sealed_url end as sealed
  from verification_sessions where sealed_url is not null and id > $2::uuid order by id limit $3::int;

-- part: modules/kyc/verification/sealed-urls.ts
/* across sellers: a key has left */ update verification_sessions s set sealed_url = n.sealed
  from unnest($1::uuid[], $2::bytea[], $3::bytea[]) as n (place, was, sealed)
  where s.id = n.place and s.sealed_url = n.was returning s.id;

-- part: modules/kyc/verification/session-records.ts
/* by id alone: the provider knows no seller */ select scan_ref
  from verification_sessions where id = $1::uuid and provider = $2;

-- part: modules/kyc/vies/sealed-company.ts
/* across sellers: a key has left */ select id::text as place, get_byte(sealed_company, 0) as key_id,
  case when get_byte(sealed_company, 0) is distinct from $1::int then sealed_company end as sealed
  from vies_checks where sealed_company is not null and id > $2::uuid order by id limit $3::int;

-- part: modules/kyc/vies/sealed-company.ts
/* across sellers: a key has left */ update vies_checks c set sealed_company = n.sealed
  from unnest($1::text[], $2::bytea[], $3::bytea[]) as n (place, was, sealed)
  where c.id = n.place::uuid and c.sealed_company = n.was returning c.id;

-- part: modules/parties/brand/repository.ts
(organization_id = $1::uuid or seller_id = $2::uuid);

-- part: modules/parties/brand/repository.ts
select name, color, logo_hash, logo_width, logo_height, length(logo) as logo_bytes from brands
  where $1;

-- part: modules/parties/brand/repository.ts
effect as (insert into brands as b (organization_id, seller_id, name, color, logo, logo_hash, logo_width, logo_height)
  values ($1::uuid, $2::uuid, $3, $4, $5::bytea,
  $6, $7::int, $8::int)
  on conflict ($9) do update set name = coalesce(excluded.name, b.name), color = coalesce(excluded.color, b.color),
  logo = coalesce(excluded.logo, b.logo), logo_hash = coalesce(excluded.logo_hash, b.logo_hash),
  logo_width = coalesce(excluded.logo_width, b.logo_width), logo_height = coalesce(excluded.logo_height, b.logo_height),
  updated_at = now()
  returning b.id);

-- part: modules/parties/brand/repository.ts
effect as (delete from brands where $1 returning id);

-- part: modules/parties/contacts/sealed-contacts.ts
/* across sellers: a key has left */ select id::text as place, get_byte(sealed, 0) as key_id,
  case when get_byte(sealed, 0) is distinct from $1::int then sealed end as sealed
  from buyer_contacts where sealed is not null and id > $2::uuid order by id limit $3::int;

-- part: modules/parties/contacts/sealed-contacts.ts
/* across sellers: a key has left */ update buyer_contacts c set sealed = n.sealed
  from unnest($1::text[], $2::bytea[], $3::bytea[]) as n (place, was, sealed)
  where c.id = n.place::uuid and c.sealed = n.was returning c.id;

-- part: modules/parties/declaration/repository.ts
effect as (insert into declaration_settings as p (organization_id, is_on, template)
  values ($1::uuid, coalesce($2::boolean, true), $3::jsonb)
  on conflict (organization_id) do update set is_on = coalesce($4::boolean, p.is_on),
  template = case when $5::boolean then excluded.template else p.template end, updated_at = now()
  returning p.organization_id);

-- part: modules/parties/organizations/admin-repository.ts
select $1 from organizations order by slug;

-- part: modules/parties/organizations/admin-repository.ts
select c.client_id, o.slug as organization, c.disabled_at
  from api_clients c join organizations o on o.id = c.organization_id
  where $1::uuid is null or o.id = $2::uuid order by o.slug, c.client_id;

-- part: modules/parties/organizations/admin-repository.ts
select organization_id from api_clients where client_id = $1;

-- part: modules/parties/organizations/admin-repository.ts
select id as uuid, name, country from sellers order by name, id;

-- part: modules/parties/organizations/admin-repository.ts
select s.id as uuid, s.name, s.country from grants g join sellers s on s.id = g.seller_id
  where g.organization_id = $1::uuid order by s.name, s.id;

-- part: modules/parties/organizations/admin-repository.ts
effect as (update organizations set disabled_at = case when $1::boolean then now() end
  where id = $2::uuid and (disabled_at is not null) <> $3::boolean returning id);

-- part: modules/parties/organizations/admin-repository.ts
effect as (update organizations set admin_email = $1::text where id = $2::uuid returning id);

-- part: modules/parties/organizations/admin-repository.ts
effect as (update organizations set mails_arrivals = $1::boolean, arrival_email = $2::text
  where id = $3::uuid returning id);

-- part: modules/parties/organizations/admin-repository.ts
effect as (update organizations set rate_limit_tier = $1, read_per_minute = $2::int,
  write_per_minute = $3::int, webhook_per_minute = $4::int
  where id = $5::uuid returning id);

-- part: modules/parties/organizations/admin-repository.ts
effect as (update api_clients set disabled_at = case when $1::boolean then now() end
  where client_id = $2 and (disabled_at is not null) <> $3::boolean returning client_id);

-- part: modules/parties/organizations/admin-repository.ts
effect as (delete from grants
  where organization_id = $1::uuid and seller_id = $2::uuid returning seller_id);

-- part: modules/parties/organizations/first-organizations.ts
effect as (
  insert into organizations (id, slug, name, admin_email, rate_limit_tier, read_per_minute, write_per_minute, webhook_per_minute,
  capabilities, dpa_version, dpa_accepted_at)
  select id, slug, name, admin_email, rate_limit_tier, read_per_minute, write_per_minute, webhook_per_minute,
  capabilities, dpa_version, case when dpa_version is not null then now() end
  from jsonb_populate_recordset(null::organizations, $1::jsonb)
  where not exists (select from organizations) returning id),
  new_clients as (insert into api_clients (client_id, organization_id) select client_id, organization_id
  from jsonb_populate_recordset(null::api_clients, $2::jsonb) where exists (select from effect)),
  new_sellers as (insert into sellers (id, name, country) select id, name, country
  from jsonb_populate_recordset(null::sellers, $3::jsonb) where exists (select from effect)),
  new_grants as (insert into grants (organization_id, seller_id) select organization_id, seller_id
  from jsonb_populate_recordset(null::grants, $4::jsonb) where exists (select from effect));

-- part: modules/self-service/declaration-answers/sealed-answers.ts
/* across sellers: a key has left */ select file_id::text as place, get_byte(sealed, 0) as key_id,
  case when get_byte(sealed, 0) is distinct from $1::int then sealed end as sealed
  from declaration_answers where file_id > $2::uuid order by file_id limit $3::int;

-- part: modules/self-service/declaration-answers/sealed-answers.ts
/* across sellers: a key has left */ update declaration_answers a set sealed = n.sealed
  from unnest($1::text[], $2::bytea[], $3::bytea[]) as n (place, was, sealed)
  where a.file_id = n.place::uuid and a.sealed = n.was returning a.file_id;

-- part: modules/self-service/invitations/jobs-repository.ts
/* across sellers: the clock's own work */ select min(expires_at) from invitations where status = 'ACTIVE' and expires_at > now();

-- part: modules/self-service/invitations/jobs-repository.ts
/* across sellers: the clock's own work */ select min(next_reminder_at) from invitations where status = 'ACTIVE' and next_reminder_at > now();

-- part: modules/self-service/invitations/operator-repository.ts
and i.organization_id = $1::uuid;

-- part: modules/self-service/invitations/operator-repository.ts
and invitation_status(i.status, i.expires_at) = any($1::text[]);

-- part: modules/self-service/invitations/operator-repository.ts
and lower(i.recipient_email) = lower($1);

-- part: modules/self-service/invitations/operator-repository.ts
and (i.last_mail_at is null or i.last_mail_at < $1::timestamptz);

-- part: modules/self-service/invitations/operator-repository.ts
and (i.erased_at is not null) = $1::boolean;

-- part: modules/self-service/invitations/operator-repository.ts
and i.id > $1::uuid;

-- part: modules/self-service/invitations/retire-link-key.ts
/* across sellers: the operator's own work */ select $1 from invitations
  where status = 'ACTIVE' and expires_at > now() and link_kid = $2::smallint;

-- part: modules/self-service/invitations/retire-link-key.ts
/* across sellers: the operator's own work */ with due as (
  select id, expires_at from invitations
  where status = 'ACTIVE' and expires_at > now() and link_kid = $1::smallint
  and (expires_at, id) > ($2::timestamptz, $3::uuid)
  order by expires_at, id limit $4::int for no key update),
  effect as (update invitations i set link_version = i.link_version + 1, link_kid = $5::smallint, last_mail_at = null
  from due where i.id = due.id and i.link_kid = $6::smallint and i.status = 'ACTIVE' returning i.id, i.seller_id),
  audit as ($7)
  select due.id, due.expires_at::text from due order by due.expires_at, due.id;

-- part: modules/self-service/links/link-key-retirement.ts
select kid, token_form, created_at, active_from, retired_at,
  case when retired_at is not null then 'retired' when active_from > now() then 'waiting'
  when kid = $1 then 'signs' else 'opens' end as state
  from link_keys order by active_from, kid;

-- part: modules/self-service/links/link-key-retirement.ts
(select kid from link_keys where active_from <= now() and retired_at is null
  order by active_from desc, kid desc limit 1);

-- part: modules/self-service/links/link-key-retirement.ts
exists (select from link_keys n where n.retired_at is null and (n.active_from, n.kid) > (k.active_from, k.kid)
  and n.active_from <= now() - make_interval(secs => $1::int));

-- part: modules/self-service/links/link-key-retirement.ts
select $1 as signing_kid, k.retired_at is not null as is_retired, $2 as is_signed_out
  from link_keys k where k.kid = $3::int;

-- part: modules/self-service/links/link-key-retirement.ts
effect as (update link_keys k set retired_at = now()
  where k.kid = $1::int and k.retired_at is null and $2 and $3 returning k.kid);

-- part: modules/self-service/links/sealed-keys.ts
select kid::text as place, get_byte(wrapped_key, 0) as key_id,
  case when get_byte(wrapped_key, 0) is distinct from $1::int then wrapped_key end as sealed
  from link_keys where kid > $2::int order by kid limit $3::int;

-- part: modules/self-service/links/sealed-keys.ts
update link_keys k set wrapped_key = n.sealed
  from unnest($1::text[], $2::bytea[], $3::bytea[]) as n (place, was, sealed)
  where k.kid = n.place::int and k.wrapped_key = n.was returning k.kid;

-- part: modules/self-service/prospects/sealed-people.ts
/* across sellers: a key has left */ select id::text as place, get_byte(sealed_person, 0) as key_id,
  case when get_byte(sealed_person, 0) is distinct from $1::int then sealed_person end as sealed
  from prospects where id > $2::uuid order by id limit $3::int;

-- part: modules/self-service/prospects/sealed-people.ts
/* across sellers: a key has left */ update prospects p set sealed_person = n.sealed
  from unnest($1::text[], $2::bytea[], $3::bytea[]) as n (place, was, sealed)
  where p.id = n.place::uuid and p.sealed_person = n.was returning p.id;

-- part: modules/self-service/prospects/visitors/submitted-repository.ts
select /* by id alone: the mail was queued for it */ a.email
  from prospects p join invitation_facts i on i.seller_id = p.seller_id and i.id = p.invitation_id
  join arrival_contacts a on a.organization_id = i.organization_id where p.id = $1::uuid;

-- part: modules/self-service/submissions/sealed-reasons.ts
/* across sellers: a key has left */ select place, get_byte(reason, 0) as key_id,
  case when get_byte(reason, 0) is distinct from $1::int then reason end as sealed
  from (select invitation_id || ':' || type as place, reason from kyc_not_supplied where reason is not null) placed
  where place > $2::text collate "C" order by place collate "C" limit $3::int;

-- part: modules/self-service/submissions/sealed-reasons.ts
/* across sellers: a key has left */ update kyc_not_supplied k set reason = n.sealed
  from unnest($1::text[], $2::bytea[], $3::bytea[]) as n (place, was, sealed)
  where k.invitation_id = split_part(n.place, ':', 1)::uuid and k.type = split_part(n.place, ':', 2) and k.reason = n.was
  returning k.type;

-- part: platform/jobs/waiting-jobs.ts
select from graphile_worker.jobs where locked_at is not null;

-- part: platform/jobs/waiting-jobs.ts
select min(run_at) from graphile_worker.jobs where run_at > now() and attempts < max_attempts;
