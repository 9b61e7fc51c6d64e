/** Rows of the tables, as read from the catalogue after all migrations. Made by `npm run generate`; do not edit. */
export interface Tables {
  api_clients: {
    client_id: string;
    organization_id: string;
    disabled_at: Date | null;
    created_at: Date;
  };
  audit_events: {
    id: string;
    occurred_at: Date;
    action: string;
    actor_kind: 'CLIENT' | 'BUYER' | 'SYSTEM' | 'OPERATOR' | 'CONTACT';
    actor_id: string | null;
    organization_id: string | null;
    seller_id: string | null;
    subject_id: string | null;
    invitation_id: string | null;
    request_id: string | null;
    details: unknown;
  };
  brands: {
    id: string;
    organization_id: string | null;
    seller_id: string | null;
    name: string | null;
    color: string | null;
    logo: Buffer | null;
    logo_hash: string | null;
    logo_width: number | null;
    logo_height: number | null;
    updated_at: Date;
  };
  buyer_changes: {
    seller_id: string;
    was_status: string | null;
    was_created_at: Date | null;
    was_updated_at: Date | null;
    status: string | null;
    created_at: Date | null;
    updated_at: Date | null;
  };
  buyer_contacts: {
    id: string;
    seller_id: string;
    buyer_id: string;
    position: number;
    first_name: string;
    last_name: string;
    email: string;
    phone: string | null;
    created_at: Date;
  };
  buyer_days: {
    seller_id: string;
    counted_by: 'CREATED' | 'UPDATED';
    status: string;
    day: Date;
    count: string;
  };
  buyer_tallies: {
    seller_id: string;
    status: string;
    count: string;
  };
  buyers: {
    id: string;
    seller_id: string;
    vat_number: string;
    company_name: string;
    address_id: string;
    street: string;
    post_code: string;
    city: string;
    country: string;
    kyc_mode: 'MARKETPLACE_LED' | 'NT24_LED';
    status: 'ACTIVE' | 'BLOCKED';
    version: number;
    created_at: Date;
    updated_at: Date;
    list_position: string;
  };
  data_folders: {
    only_one: boolean;
    id: string;
    marked_at: Date | null;
  };
  database_timelines: {
    number: number;
    identity: string;
  };
  declaration_settings: {
    organization_id: string;
    is_on: boolean;
    template: unknown | null;
    updated_at: Date;
  };
  ended_sessions: {
    id: string;
    ended_at: Date;
  };
  events: {
    id: string;
    type: string;
    source: 'API' | 'WEB_APP' | 'SYSTEM';
    seller_id: string;
    data: unknown;
    created_at: Date;
    published_at: Date | null;
  };
  grants: {
    organization_id: string;
    seller_id: string;
    created_at: Date;
  };
  idempotency_keys: {
    organization_id: string;
    key_hash: Buffer;
    fingerprint: Buffer;
    answer: Buffer;
    created_at: Date;
  };
  invitation_changes: {
    seller_id: string;
    kind: string;
    was_status: string | null;
    was_expires_at: Date | null;
    status: string | null;
    expires_at: Date | null;
    created_at: Date;
    list_position: string | null;
  };
  invitation_tallies: {
    seller_id: string;
    counted_by: 'ALL' | 'CREATED' | 'EXPIRES';
    kind: string;
    status: string;
    day: Date;
    count: string;
    first_position: string | null;
  };
  invitations: {
    id: string;
    seller_id: string;
    buyer_id: string | null;
    kind: 'KYC' | 'PROSPECT';
    status: 'ACTIVE' | 'USED' | 'REVOKED' | 'EXPIRED';
    organization_id: string;
    recipient_email: string | null;
    label: string | null;
    locale: string;
    message: string | null;
    requested_documents: string[];
    redirect_url: string | null;
    link_kid: number;
    link_version: number;
    usage_count: number;
    reminders: boolean;
    reminders_sent: number;
    next_reminder_at: Date | null;
    last_mail_at: Date | null;
    opened_at: Date | null;
    created_at: Date;
    expires_at: Date;
    last_used_at: Date | null;
    revoked_at: Date | null;
    revocation_reason: string | null;
    new_link_asked_at: Date | null;
    misuse_reported_at: Date | null;
    list_position: string;
    erased_at: Date | null;
  };
  kyc_documents: {
    id: string;
    seller_id: string;
    buyer_id: string;
    type: string;
    document_date: Date | null;
    status: 'ACTIVE' | 'SUPERSEDED';
    source: 'API' | 'WEB_APP';
    created_at: Date;
    superseded_at: Date | null;
    submission_id: string | null;
  };
  kyc_drafts: {
    invitation_id: string;
    company_confirmed: boolean | null;
    company_remark: string | null;
    updated_at: Date;
    company_corrections: unknown | null;
  };
  kyc_files: {
    id: string;
    document_id: string | null;
    invitation_id: string | null;
    type: string;
    position: number;
    file_name: string;
    media_type: string;
    byte_size: number;
    sha256: Buffer;
    storage_key: string;
    created_at: Date;
    upload_id: string | null;
    scan: 'CLEAN' | 'UNSCANNED';
    review_storage_key: string | null;
    review_media_type: string | null;
    review_byte_size: number | null;
    preview_storage_key: string | null;
    preview_width: number | null;
    preview_height: number | null;
    active_content: boolean | null;
    signed: boolean | null;
    encrypted: boolean | null;
    looks_empty: boolean | null;
    is_from_form: boolean;
    removed_from_invitation_id: string | null;
    removed_at: Date | null;
  };
  kyc_not_supplied: {
    invitation_id: string;
    type: string;
    reason: Buffer | null;
    answered_at: Date;
  };
  kyc_submissions: {
    id: string;
    invitation_id: string;
    seller_id: string;
    buyer_id: string;
    company_confirmed: boolean;
    company_remark: string | null;
    privacy_notice_version: string;
    submitted_at: Date;
    company_corrections: unknown | null;
  };
  link_keys: {
    kid: number;
    wrapped_key: Buffer;
    active_from: Date;
    created_at: Date;
    token_form: 1 | 2;
    retired_at: Date | null;
  };
  mail_recipients: {
    recipient: Buffer;
    mailed_at: Date[];
  };
  mails: {
    id: string;
    invitation_id: string | null;
    kind: string;
    link_version: number | null;
    status: 'QUEUED' | 'SENDING' | 'SENT' | 'FAILED' | 'CANCELLED';
    attempts: number;
    created_at: Date;
    sent_at: Date | null;
    sealed_report: Buffer | null;
    endpoint_id: string | null;
    subject_kind: string;
    subject_id: string;
    subject_version: number | null;
    about: unknown;
    sealed_facts: Buffer | null;
    not_before: Date | null;
  };
  master_keys: {
    id: number;
    proof: Buffer;
    kinds: string[];
    last_sealing_at: Date | null;
    created_at: Date;
  };
  organizations: {
    id: string;
    slug: string;
    name: string;
    admin_email: string | null;
    rate_limit_tier: 'STANDARD' | 'HIGH_VOLUME' | 'ENTERPRISE';
    read_per_minute: number | null;
    write_per_minute: number | null;
    webhook_per_minute: number | null;
    allow_marketplace_led_kyc: boolean;
    allow_multi_vin_orders: boolean;
    allow_contact_personal_data: boolean;
    allow_kyc_document_download: boolean;
    dpa_version: string | null;
    dpa_accepted_at: Date | null;
    disabled_at: Date | null;
    created_at: Date;
    capabilities: string[];
    mails_arrivals: boolean;
    arrival_email: string | null;
  };
  pii_access_log: {
    id: string;
    occurred_at: Date;
    organization_id: string;
    client_id: string;
    seller_id: string;
    buyer_id: string;
    subject_kind: string;
    subject_id: string;
    purpose: string | null;
    request_id: string;
  };
  rate_windows: {
    scope: string;
    category: string;
    minute_started_at: Date;
    minute_count: string;
    burst_started_at: Date;
    burst_count: string;
  };
  seller_contacts: {
    seller_id: string;
    name: string | null;
    email: string | null;
    phone: string | null;
    postal_address: string | null;
    updated_at: Date;
  };
  sellers: {
    id: string;
    name: string;
    country: string;
    created_at: Date;
  };
  stored_bytes: {
    counted_for: string | null;
    role: string;
    bytes: string;
  };
  stored_files: {
    storage_key: string;
    owner_kind: string;
    owner_id: string;
    role: 'ORIGINAL' | 'REVIEW' | 'PREVIEW';
    byte_size: string | null;
    created_at: Date;
    counted_for: string | null;
  };
  uploads: {
    id: string;
    seller_id: string;
    invitation_id: string;
    type: string;
    file_name: string;
    byte_size: number;
    fingerprint: string | null;
    created_at: Date;
    pieces: number;
  };
  used_device_links: {
    id: string;
    used_at: Date;
  };
  webhook_attempts: {
    delivery_id: string;
    attempt: number;
    attempted_at: Date;
    duration_ms: number;
    http_status: number | null;
    failure: string | null;
  };
  webhook_deliveries: {
    id: string;
    position: string;
    organization_id: string;
    endpoint_id: string;
    message_id: string;
    event_type: string;
    status: 'PENDING' | 'DELIVERED' | 'FAILED';
    attempts: number;
    http_status: number | null;
    first_attempt_at: Date | null;
    retries: number;
    last_attempt_at: Date | null;
    next_attempt_at: Date | null;
    leased_until: Date | null;
    fence: string;
    created_at: Date;
    is_test: boolean;
    held_seller_id: string | null;
  };
  webhook_endpoints: {
    id: string;
    organization_id: string;
    slot: number;
    url: string;
    events: string[];
    partner_ids: string[] | null;
    sealed_secret: Buffer;
    status: 'ACTIVE' | 'PAUSED' | 'DISABLED';
    consecutive_failures: number;
    failing_since: Date | null;
    created_at: Date;
    updated_at: Date;
  };
  webhook_messages: {
    id: string;
    organization_id: string;
    event_id: string | null;
    type: string;
    body: Buffer;
    created_at: Date;
  };
}
