-- Identity verifications of buyers by a provider outside (contract 5, Mode B). What the provider knows of a person stays with him: here is
-- what became of it.
create table verification_sessions (
  id uuid primary key,
  seller_id uuid not null,
  buyer_id uuid not null,
  provider text not null constraint verification_sessions__provider check (provider in ('IDENFY', 'SANDBOX')),
  -- The provider's own name for it.
  scan_ref text not null,
  -- OPEN: nobody has finished it yet. REVIEW: the provider has not said his final word.
  status text not null constraint verification_sessions__status
    check (status in ('OPEN', 'REVIEW', 'VERIFIED', 'REJECTED', 'EXPIRED')),
  -- Opens the session at the provider.
  sealed_url bytea,
  aml_status text not null default 'PENDING' constraint verification_sessions__aml_status check (aml_status in ('PENDING', 'CLEAR', 'FLAGGED')),
  -- When the provider set it, by his clock; null: he did not say.
  aml_set_at timestamptz,
  -- The provider's words for what was wrong.
  reason text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  -- With its buyer: what the provider says from then on changes nothing.
  erased_at timestamptz,
  constraint verification_sessions__buyer foreign key (seller_id, buyer_id) references buyers (seller_id, id),
  constraint verification_sessions__scan_ref_unique unique (provider, scan_ref),
  constraint verification_sessions__url_while_open check (sealed_url is null or status in ('OPEN', 'REVIEW'))
);
create unique index verification_sessions__one_open on verification_sessions (seller_id, buyer_id) where status in ('OPEN', 'REVIEW');
create index verification_sessions__of_buyer on verification_sessions (seller_id, buyer_id, created_at);
create index verification_sessions__expiring on verification_sessions (expires_at) where status = 'OPEN';
