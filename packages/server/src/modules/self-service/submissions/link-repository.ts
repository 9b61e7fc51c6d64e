import sql, { empty, type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { brandFacts } from '../../parties/brand/index.ts';
import { sellerContact } from '../../parties/seller-contacts/index.ts';
import { isDeclarationOn } from '../../parties/declaration/index.ts';
import { isMailed } from '../../delivery/mail/index.ts';
import { draftFileCount } from '../../kyc/documents/index.ts';
import { findPublished, findPublishedState } from './published-repository.ts';
import { type LinkPlace, type LinkRow, type LinkState, sellerUnknown } from './link.ts';
import { newLinkRequestMail } from './mails/new-link-request-mail.ts';
import { mayInviterAct } from '../../parties/organizations/index.ts';

/** Links and sessions name the seller, but for those that are older than that. */
function isAt({ invitationId, sellerId }: LinkPlace): Sql {
  return sql`i.id = ${invitationId}::uuid ${sellerId === undefined ? empty : sql`and i.seller_id = ${sellerId}::uuid`} and i.kind = 'KYC'`;
}

export async function findLinkState(db: Database, place: LinkPlace): Promise<LinkState | undefined> {
  return (await findInvitationState(db, place)) ?? findPublishedState(db, place);
}

function findInvitationState(db: Database, place: LinkPlace): Promise<LinkState | undefined> {
  return db.findFirst(sql`${sellerUnknown(place)} select i.id, i.id as invitation_id, i.kind, i.seller_id, i.organization_id, i.buyer_id, i.status, i.link_version, i.link_kid, b.status as buyer_status, k.id as submission_id,
      ${mayInviterAct} as may_act
    from invitation_facts i
    join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
    left join kyc_submissions k on k.seller_id = i.seller_id and k.invitation_id = i.id and i.erased_at is null
    where ${isAt(place)}`);
}

/** Likewise. */
export async function findLink(db: Database, place: LinkPlace): Promise<LinkRow | undefined> {
  return (await findInvitation(db, place)) ?? findPublished(db, place);
}

function findInvitation(db: Database, place: LinkPlace): Promise<LinkRow | undefined> {
  return db.findFirst(sql`${sellerUnknown(place)} select i.id, i.id as invitation_id, i.kind, null as published, null as prospect, i.seller_id, i.organization_id, i.buyer_id, i.status, i.link_version, i.link_kid,
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
