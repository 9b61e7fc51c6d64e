\set n :n + 1
\set row :base + :client_id + :n * :clients
with effect as (
  update invitations set status = 'REVOKED', revoked_at = now(), revocation_reason = 'The deal was called off.', next_reminder_at = null
  where id = lpad((:row)::bigint::text, 32, '0')::uuid and seller_id = (:seller)::uuid and status = 'ACTIVE' and expires_at > now()
  returning id),
audit as (
  insert into audit_events (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id)
  select 'invitation.revoke', 'CLIENT', 'bench', (:organization)::uuid, (:seller)::uuid, id, id, gen_random_uuid() from effect),
answer as (
  insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
  select (:organization)::uuid, sha256(id::text::bytea), sha256(id::text::bytea), convert_to(repeat('x', :answer_bytes), 'UTF8') from effect)
select exists (select from effect) as done;
