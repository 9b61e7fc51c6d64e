import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../../platform/db/database.ts';
import type { DocumentType } from '../../../kyc/documents/index.ts';
import { type BrandFacts, brandFacts, brandLogo } from '../../../parties/brand/index.ts';
import { type SellerContact, sellerContact } from '../../../parties/seller-contacts/index.ts';
import type { InvitationStatus } from '../invitation.ts';
import { mayInviterAct } from '../../../parties/organizations/index.ts';

/** An invitation or a published link, with all that mails about it speak of, whoever they go to. */
export interface MailedLink {
  id: string;
  seller_id: string;
  buyer_id: string | null;
  /** By the clock. */
  status: InvitationStatus;
  link_version: number;
  link_kid: number;
  recipient_email: string | null;
  label: string | null;
  locale: string;
  message: string | null;
  requested_documents: DocumentType[];
  /** That the buyer says he cannot supply. */
  types_not_supplied: DocumentType[];
  expires_at: Date;
  company_name: string | null;
  company_country: string | null;
  vat_number: string | null;
  seller_name: string;
  seller_country: string;
  /** Whom the buyer may ask there; null where none is set. */
  seller_contact: SellerContact | null;
  organization_name: string;
  organization_slug: string;
  /** Of the organization. */
  contact_email: string | null;
  /** The seller's, or else the organization's. */
  brand: BrandFacts | null;
  /** PNG. */
  brand_logo: Buffer | null;
}

/** An invitation of a buyer. */
export type MailedInvitation = MailedLink & {
  readonly [Fact in 'buyer_id' | 'recipient_email' | 'company_name' | 'company_country' | 'vat_number']: string;
};

export async function findMailedInvitation(db: Database, invitationId: string): Promise<MailedInvitation | undefined> {
  const link = await findMailedLink(db, invitationId);
  return link && isOfBuyer(link) ? link : undefined;
}

/** What the operator erased has no recipient any more, and its mails are wanted no more. */
function isOfBuyer(link: MailedLink): link is MailedInvitation {
  return link.buyer_id !== null;
}

export function findMailedLink(db: Database, invitationId: string): Promise<MailedLink | undefined> {
  return db.readFirst(sql`select /* by id alone: the mail was queued for it */ i.id, i.seller_id, i.buyer_id,
      invitation_status(i.status, i.expires_at) as status, i.link_version, i.link_kid, i.recipient_email, i.label, i.locale, i.message,
      i.requested_documents, types_not_supplied(i.id) as types_not_supplied, i.expires_at, b.company_name, b.country as company_country, b.vat_number, s.name as seller_name, s.country as seller_country,
      o.name as organization_name, o.slug as organization_slug, o.contact_email,
      ${brandFacts} as brand, ${brandLogo} as brand_logo, ${sellerContact} as seller_contact
    from invitations i
    left join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
    join seller_facts s on s.id = i.seller_id
    join organization_facts o on o.id = i.organization_id
    where i.id = ${invitationId}::uuid`);
}

/** The link that mail `m` carries works, its buyer is not blocked, and who invited him may still act. */
export const carriesWorkingLink: Sql = sql`exists (
  select /* by id alone: the mail was queued for it */ from invitations i
  join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
  where i.id = m.subject_id::uuid and i.link_version = m.subject_version and invitation_status(i.status, i.expires_at) = 'ACTIVE'
    and b.status = 'ACTIVE'
    and ${mayInviterAct})`;
