/** Rows of the tables whose rows the source names, as read from the catalogue after all migrations. Made by `npm run generate`; do not edit. */
export interface Tables {
  api_clients: {
    client_id: string;
    organization_id: string;
    disabled_at: Date | null;
    created_at: Date;
  };
  buyer_contacts: {
    id: string;
    seller_id: string;
    buyer_id: string;
    position: number;
    first_name: string | null;
    last_name: string | null;
    email: string | null;
    phone: string | null;
    created_at: Date;
    sealed: Buffer | null;
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
    erased_at: Date | null;
    erasure_reason: string | null;
  };
  data_folders: {
    only_one: boolean;
    id: string;
    marked_at: Date | null;
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
  sellers: {
    id: string;
    name: string;
    country: string;
    created_at: Date;
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
  verification_sessions: {
    id: string;
    seller_id: string;
    buyer_id: string;
    provider: 'IDENFY' | 'SANDBOX';
    scan_ref: string;
    status: 'OPEN' | 'REVIEW' | 'VERIFIED' | 'REJECTED' | 'EXPIRED';
    sealed_url: Buffer | null;
    aml_status: 'PENDING' | 'CLEAR' | 'FLAGGED';
    aml_set_at: Date | null;
    reason: string | null;
    created_at: Date;
    expires_at: Date;
    ended_at: Date | null;
    erased_at: Date | null;
    report: 'WANTED' | 'STORED' | 'MISSING' | null;
    report_tries: number;
  };
}
