import sql, { empty, type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { draftFileCount } from '../../kyc/documents/index.ts';
import { brandFacts } from '../../parties/brand/index.ts';
import { isDeclarationOn } from '../../parties/declaration/index.ts';
import { mayInviterAct } from '../../parties/organizations/index.ts';
import { sellerContact } from '../../parties/seller-contacts/index.ts';
import { PROSPECT_TYPES } from '../invitations/index.ts';
import { type LinkPlace, type LinkRow, type LinkState, sellerUnknown } from './link.ts';

/**
 * Published links (decision 0056), with the place that has the id, or with none where it is the link's own.
 */
function linksAt({ invitationId, sellerId }: LinkPlace): Sql {
  const ofSeller = (row: Sql): Sql => (sellerId === undefined ? empty : sql`and ${row}.seller_id = ${sellerId}::uuid`);
  return sql`(
      select p.invitation_id, p.seller_id, p.id as place_id, p.requested_documents, p.reserved_until > now() as is_reserved from link_place_facts p where p.id = ${invitationId}::uuid ${ofSeller(sql`p`)}
      union all
      select i.id, i.seller_id, null, '{}', false from invitation_facts i where i.id = ${invitationId}::uuid and i.kind = 'PROSPECT' ${ofSeller(sql`i`)}) at
    join invitation_facts i on i.seller_id = at.seller_id and i.id = at.invitation_id
    left join prospect_facts p on p.seller_id = at.seller_id and p.id = at.place_id`;
}

const state: Sql = sql`coalesce(at.place_id, i.id) as id, i.id as invitation_id, i.kind, i.seller_id, i.organization_id, p.buyer_id,
      case when p.status <> 'DRAFT' then 'USED' else i.status end as status, i.link_version, i.link_kid,
      'ACTIVE' as buyer_status, p.submission_id, ${mayInviterAct} as may_act`;

export function findPublishedState(db: Database, place: LinkPlace): Promise<LinkState | undefined> {
  return db.findFirst(sql`${sellerUnknown(place)} select ${state} from ${linksAt(place)}`);
}

export function findPublished(db: Database, place: LinkPlace): Promise<LinkRow | undefined> {
  return db.findFirst(sql`${sellerUnknown(place)} select ${state},
      true as is_opened, null as recipient_email, coalesce(p.language, i.locale) as locale, null as message,
      at.requested_documents, i.redirect_url, i.expires_at,
      coalesce(p.company_name, '') as company_name, coalesce(p.vat_number, '') as vat_number, coalesce(p.street, '') as street,
      coalesce(p.post_code, '') as post_code, coalesce(p.city, '') as city, coalesce(p.country, s.country) as country,
      json_build_object('prospect_types', coalesce(i.prospect_types, ${[...PROSPECT_TYPES]}::text[]),
        'is_full', i.max_uses is not null and i.usage_count + case when at.is_reserved then 0 else places_reserved(i.id, at.place_id) end >= i.max_uses,
        'codes_paused', exists (select from prospect_pause_facts x where x.invitation_id = i.id)) as published,
      case when p.id is not null then json_build_object('type', p.type, 'sealed_person', encode(p.sealed_person, 'hex')) end as prospect,
      s.name as seller_name, s.country as seller_country, o.name as organization_name, ${brandFacts} as brand, ${sellerContact} as seller_contact,
      p.type is distinct from 'CONSUMER' and ${isDeclarationOn} as is_declaration_on,
      null as company_confirmed, null as company_remark, null as company_corrections,
      ${draftFileCount(sql`p.id`)} as draft_file_count, draft_upload_count(p.id) as draft_upload_count,
      stored_bytes_of(i.organization_id)::float8 as stored_bytes,
      p.submitted_at, p.privacy_notice_version,
      o.has_contact, exists (select from arrival_contacts a where a.organization_id = i.organization_id) as is_arrival_told,
      null as new_link_asked_at, false as is_contact_told,
      case when i.misuse_reported_at > now() - interval '24 hours' then i.misuse_reported_at end as misuse_reported_at,
      date_trunc('milliseconds', now()) as now
    from ${linksAt(place)}
    join seller_facts s on s.id = i.seller_id
    join organization_facts o on o.id = i.organization_id`);
}
