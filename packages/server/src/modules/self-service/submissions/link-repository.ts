import sql, { empty, type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { type BrandFacts, brandFacts } from '../../parties/brand/index.ts';
import { type SellerContact, sellerContact } from '../../parties/seller-contacts/index.ts';
import { isDeclarationOn } from '../../parties/declaration/index.ts';
import { isMailed } from '../../delivery/mail/index.ts';
import { type DocumentType, draftFileCount } from '../../kyc/documents/index.ts';
import type { CompanyCorrection } from './company-correction.ts';
import type { InvitationStatus } from '../invitations/index.ts';
import type { LinkClaim } from '../links/index.ts';
import { newLinkRequestMail } from './mails/new-link-request-mail.ts';
import { mayInviterAct } from '../../parties/organizations/index.ts';

/** A KYC invitation as each request has to know it. `status` is the one by the clock. */
export interface LinkState {
  id: string;
  seller_id: string;
  /** That invited. */
  organization_id: string;
  buyer_id: string;
  status: InvitationStatus;
  link_version: number;
  link_kid: number;
  buyer_status: 'ACTIVE' | 'BLOCKED';
  /** The organization that invited may still act for the seller. */
  may_act: boolean;
  /** None as well where the operator erased what the invitation held of people: no page shows any of it again. */
  submission_id: string | null;
}

/** With all that the buyer's pages speak of. */
export interface LinkRow extends LinkState {
  is_opened: boolean;
  recipient_email: string;
  locale: string;
  message: string | null;
  requested_documents: DocumentType[];
  redirect_url: string | null;
  expires_at: Date;
  company_name: string;
  vat_number: string;
  street: string;
  post_code: string;
  city: string;
  country: string;
  seller_name: string;
  seller_country: string;
  /** Whom the buyer may ask there; null where none is set. */
  seller_contact: SellerContact | null;
  organization_name: string;
  /** The seller's, or else the organization's; null where the operator has set none. */
  brand: BrandFacts | null;
  /** The declaration may be filled in on the page. */
  is_declaration_on: boolean;
  /** What the buyer said of the company data: in the draft, or, once sent, in the submission. */
  company_confirmed: boolean | null;
  company_remark: string | null;
  company_corrections: CompanyCorrection[] | null;
  draft_file_count: number;
  /** Files of the draft that have not come whole, by whichever session they were begun. */
  draft_upload_count: number;
  /** Of all files that count for the organization. */
  stored_bytes: number;
  /** The organization has somebody to be told by mail. */
  has_contact: boolean;
  /** Somebody is to be told when documents arrive. */
  is_arrival_told: boolean;
  /** Within the last 24 hours, so that asking again would not count. */
  new_link_asked_at: Date | null;
  /** A mail about it went, or is on its way, to the organization's contact. */
  is_contact_told: boolean;
  /** Within the last 24 hours, so that reporting again would not count. */
  misuse_reported_at: Date | null;
  submitted_at: Date | null;
  /** Of the notice that was shown, once sent. */
  privacy_notice_version: string | null;
  now: Date;
}

/** Of a link or a session that was proven genuine. */
export type LinkPlace = Pick<LinkClaim, 'invitationId' | 'sellerId'>;

/** Links and sessions name the seller, but for those that are older than that. */
function isAt({ invitationId, sellerId }: LinkPlace): Sql {
  return sql`i.id = ${invitationId}::uuid ${sellerId === undefined ? empty : sql`and i.seller_id = ${sellerId}::uuid`} and i.kind = 'KYC'`;
}

function sellerUnknown({ sellerId }: LinkPlace): Sql {
  return sellerId === undefined ? sql`/* by id alone: its link or session was proven genuine */` : empty;
}

export function findLinkState(db: Database, place: LinkPlace): Promise<LinkState | undefined> {
  return db.findFirst(sql`${sellerUnknown(place)} select i.id, i.seller_id, i.organization_id, i.buyer_id, i.status, i.link_version, i.link_kid, b.status as buyer_status, k.id as submission_id,
      ${mayInviterAct} as may_act
    from invitation_facts i
    join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
    left join kyc_submissions k on k.seller_id = i.seller_id and k.invitation_id = i.id and i.erased_at is null
    where ${isAt(place)}`);
}

/** Likewise. */
export function findLink(db: Database, place: LinkPlace): Promise<LinkRow | undefined> {
  return db.findFirst(sql`${sellerUnknown(place)} select i.id, i.seller_id, i.organization_id, i.buyer_id, i.status, i.link_version, i.link_kid,
      i.opened_at is not null as is_opened, i.recipient_email, i.locale, i.message, i.requested_documents, i.redirect_url, i.expires_at,
      ${mayInviterAct} as may_act,
      b.status as buyer_status, b.company_name, b.vat_number, b.street, b.post_code, b.city, b.country,
      s.name as seller_name, s.country as seller_country, o.name as organization_name, ${brandFacts} as brand, ${sellerContact} as seller_contact, ${isDeclarationOn} as is_declaration_on,
      coalesce(k.company_confirmed, d.company_confirmed) as company_confirmed,
      case when k.id is null then d.company_remark else k.company_remark end as company_remark,
      case when k.id is null then d.company_corrections else k.company_corrections end as company_corrections,
      ${draftFileCount(sql`i.id`)} as draft_file_count, draft_upload_count(i.id) as draft_upload_count, stored_bytes_of(i.organization_id)::float8 as stored_bytes,
      k.id as submission_id, k.submitted_at, k.privacy_notice_version,
      o.has_contact, exists (select from arrival_contacts a where a.organization_id = i.organization_id) as is_arrival_told,
      case when i.new_link_asked_at > now() - interval '24 hours' then i.new_link_asked_at end as new_link_asked_at,
      case when i.misuse_reported_at > now() - interval '24 hours' then i.misuse_reported_at end as misuse_reported_at,
      ${isMailed(newLinkRequestMail, { id: sql`i.id::text`, since: sql`i.new_link_asked_at` })} as is_contact_told,
      date_trunc('milliseconds', now()) as now
    from invitation_facts i
    join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
    join seller_facts s on s.id = i.seller_id
    join organization_facts o on o.id = i.organization_id
    left join kyc_drafts d on d.invitation_id = i.id
    left join kyc_submissions k on k.seller_id = i.seller_id and k.invitation_id = i.id and i.erased_at is null
    where ${isAt(place)}`);
}
