create table invitations (
  id uuid primary key,
  seller_id uuid not null references sellers (id),
  buyer_id uuid,
  kind text not null constraint invitations__kind check (kind in ('KYC', 'PROSPECT')),
  status text not null default 'ACTIVE' constraint invitations__status check (status in ('ACTIVE', 'USED', 'REVOKED', 'EXPIRED')),
  organization_id uuid not null references organizations (id),
  recipient_email text,
  label text,
  locale text not null,
  message text,
  requested_documents text[] not null,
  redirect_url text,
  link_kid smallint not null,
  link_version integer not null default 1,
  usage_count integer not null default 0,
  reminders boolean not null default false,
  reminders_sent integer not null default 0,
  next_reminder_at timestamptz,
  last_mail_at timestamptz,
  opened_at timestamptz,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revocation_reason text,
  constraint invitations__buyer foreign key (seller_id, buyer_id) references buyers (seller_id, id),
  constraint invitations__kyc_has_buyer check ((kind = 'KYC') = (buyer_id is not null and recipient_email is not null)),
  constraint invitations__revoked_facts check ((status = 'REVOKED') = (revoked_at is not null and revocation_reason is not null)),
  constraint invitations__used_facts check (status <> 'USED' or (usage_count > 0 and last_used_at is not null))
);
-- One living invitation per buyer and address (contract 3.2).
create unique index invitations__one_active on invitations (buyer_id, lower(recipient_email))
  where status = 'ACTIVE' and kind = 'KYC';
create index invitations__of_buyer on invitations (seller_id, buyer_id, created_at desc, id);
create index invitations__of_seller on invitations (seller_id, created_at desc, id);
create index invitations__to_expire on invitations (expires_at) where status = 'ACTIVE';
create index invitations__to_remind on invitations (next_reminder_at) where status = 'ACTIVE' and next_reminder_at is not null;

-- The clock decides expiry (contract 3.2): the one expression for answers, filters, guards and the sweeper.
create function invitation_status(status text, expires_at timestamptz) returns text language sql stable parallel safe as
$$ select case when status = 'ACTIVE' and expires_at <= now() then 'EXPIRED' else status end $$;

create table mails (
  id uuid primary key,
  invitation_id uuid not null references invitations (id),
  kind text not null constraint mails__kind check (kind in ('INVITATION', 'REMINDER', 'RECEIPT')),
  -- the link it speaks of: a mail of an older link is not sent any more
  link_version integer not null,
  status text not null default 'QUEUED' constraint mails__status check (status in ('QUEUED', 'SENDING', 'SENT', 'FAILED', 'CANCELLED')),
  attempts integer not null default 0,
  created_at timestamptz not null default now(),
  sent_at timestamptz
);
create index mails__of_invitation on mails (invitation_id);

-- What the buyer has said so far on the page, kept until he sends or the draft dies.
create table kyc_drafts (
  invitation_id uuid primary key references invitations (id),
  company_confirmed boolean,
  company_remark text,
  updated_at timestamptz not null default now()
);

create table kyc_submissions (
  id uuid primary key,
  invitation_id uuid not null references invitations (id) constraint kyc_submissions__one unique,
  seller_id uuid not null,
  buyer_id uuid not null,
  company_confirmed boolean not null,
  company_remark text,
  privacy_notice_version text not null,
  submitted_at timestamptz not null default now(),
  constraint kyc_submissions__buyer foreign key (seller_id, buyer_id) references buyers (seller_id, id)
);
