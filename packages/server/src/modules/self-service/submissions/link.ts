import sql, { empty, type Sql } from 'sql-template-tag';
import type { BrandFacts } from '../../parties/brand/index.ts';
import type { SellerContact } from '../../parties/seller-contacts/index.ts';
import type { DocumentType } from '../../kyc/documents/index.ts';
import type { CompanyCorrection } from './company-correction.ts';
import type { InvitationStatus, ProspectType } from '../invitations/index.ts';
import type { LinkClaim } from '../links/index.ts';

/** A KYC invitation, or a published link with the visitor's own place on it, as each request has to know it. `status` is the one by the clock. */
export interface LinkState {
  /** What the draft hangs on: the invitation, or the place. */
  id: string;
  invitation_id: string;
  kind: 'KYC' | 'PROSPECT';
  seller_id: string;
  /** That invited. */
  organization_id: string;
  /** None on a published link, until its visitor has become one. */
  buyer_id: string | null;
  status: InvitationStatus;
  link_version: number;
  link_kid: number;
  buyer_status: 'ACTIVE' | 'BLOCKED';
  /** The organization that invited may still act for the seller. */
  may_act: boolean;
  /** None as well where the operator erased what the invitation held of people: no page shows any of it again. */
  submission_id: string | null;
}

export interface PublishedFacts {
  readonly prospect_types: readonly ProspectType[];
  /** All places are taken, or reserved for now. */
  readonly is_full: boolean;
  /** None are sent for the time being to addresses that have no place. */
  readonly codes_paused: boolean;
}

export interface ProspectFacts {
  readonly type: ProspectType | null;
  /** Hexadecimal. */
  readonly sealed_person: string;
}

/** With all that the buyer's pages speak of. */
export interface LinkRow extends LinkState {
  is_opened: boolean;
  /** Of a KYC invitation. */
  recipient_email: string | null;
  locale: string;
  message: string | null;
  requested_documents: DocumentType[];
  redirect_url: string | null;
  expires_at: Date;
  /** These six on a published link as far as its visitor has said them; else empty, and the country is the seller's. */
  company_name: string;
  vat_number: string;
  street: string;
  post_code: string;
  city: string;
  country: string;
  /** Null on a KYC invitation. */
  published: PublishedFacts | null;
  /** Null on a KYC invitation, and for who has no place yet. */
  prospect: ProspectFacts | null;
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

/** Of a link or a session that was proven genuine: in a session of a published link `invitationId` is that of the visitor's place. */
export type LinkPlace = Pick<LinkClaim, 'invitationId' | 'sellerId'>;

export function sellerUnknown({ sellerId }: LinkPlace): Sql {
  return sellerId === undefined ? sql`/* by id alone: its link or session was proven genuine */` : empty;
}
