import sql from 'sql-template-tag';
import { type SharedEffect, sharedEffect } from '../../../../core/write/index.ts';
import type { Database } from '../../../../platform/db/database.ts';
import { type BrandFacts, brandFacts, brandLogo } from '../../../parties/brand/index.ts';
import { isGoodLinkKey } from '../../links/index.ts';
import type { InvitationRow } from '../invitation.ts';
import { columns } from '../repository.ts';
import type { PartnerInvitationPath } from '../schemas.ts';
import type { ProspectType } from './schemas.ts';

/** Of either kind; a KYC invitation has no cap. */
export interface LinkRow extends InvitationRow {
  max_uses: number | null;
}

export interface NewLink extends LinkRow {
  readonly organization_id: string;
  readonly prospect_types: readonly ProspectType[];
}

export interface LinkSeller {
  country: string;
  now: Date;
}

export function findLinkSeller(db: Database, sellerId: string): Promise<LinkSeller | undefined> {
  return db.findFirst(
    sql`select s.country, date_trunc('milliseconds', now()) as now from seller_facts s where s.id = ${sellerId}::uuid`,
  );
}

export function findLink(
  db: Database,
  { sellerId, invitationUuid }: PartnerInvitationPath,
): Promise<LinkRow | undefined> {
  return db.findFirst(
    sql`select ${columns}, max_uses from invitations where seller_id = ${sellerId}::uuid and id = ${invitationUuid}::uuid`,
  );
}

/** With what stands around the link where it is printed. */
export interface PrintedLinkRow extends InvitationRow {
  seller_name: string;
  seller_country: string;
  /** The seller's, or else the organization's. */
  brand: BrandFacts | null;
  /** PNG; null where it was not asked for. */
  brand_logo: Buffer | null;
}

export function findPrintedLink(
  db: Database,
  { sellerId, invitationUuid }: PartnerInvitationPath,
  { withLogo }: { readonly withLogo: boolean },
): Promise<PrintedLinkRow | undefined> {
  return db.findFirst(sql`select ${columns}, (select s.name from seller_facts s where s.id = i.seller_id) as seller_name,
      (select s.country from seller_facts s where s.id = i.seller_id) as seller_country,
      ${brandFacts} as brand, ${withLogo ? brandLogo : sql`null::bytea`} as brand_logo
    from invitations i where seller_id = ${sellerId}::uuid and id = ${invitationUuid}::uuid`);
}

const inserting = sharedEffect({
  names: sql`id, seller_id, inviter_id, label, locale, redirect_url, max_uses, prospect_types, link_kid, link_version, created_at, expires_at`,
  types: [
    'uuid',
    'uuid',
    'uuid',
    'text',
    'text',
    'text',
    'int',
    'jsonb',
    'smallint',
    'int',
    'timestamptz',
    'timestamptz',
  ],
  ctes: sql`link as (
      insert into invitations (id, seller_id, kind, organization_id, label, locale, requested_documents, redirect_url, max_uses, prospect_types,
        link_kid, link_version, created_at, expires_at)
      select h.id, h.seller_id, 'PROSPECT', h.inviter_id, h.label, h.locale, '{}', h.redirect_url, h.max_uses,
        array(select jsonb_array_elements_text(h.prospect_types)), h.link_kid, h.link_version, h.created_at, h.expires_at
      from held h where ${isGoodLinkKey(sql`h.link_kid`)}
      returning id, seller_id),
    effect as (select h.n from held h join link l on l.id = h.id and l.seller_id = h.seller_id)`,
});

export function insertProspectLink(row: NewLink): SharedEffect {
  return inserting([
    row.id,
    row.seller_id,
    row.organization_id,
    row.label,
    row.locale,
    row.redirect_url,
    row.max_uses,
    JSON.stringify(row.prospect_types),
    row.link_kid,
    row.link_version,
    row.created_at,
    row.expires_at,
  ]);
}

/**
 * Whatever changed since it was read, a use among it, is read anew: the cap is held against the uses of this very instant, and of two
 * changes at once neither takes the other back. What only the clock has ended stays as it is stored, so that its end is told.
 */
const updating = sharedEffect({
  names: sql`id, seller_id, status, link_version, expires_at, label, max_uses, usage_count, next_status, next_link_version, next_link_kid,
      next_expires_at, next_label, next_max_uses`,
  types: [
    'uuid',
    'uuid',
    'text',
    'int',
    'timestamptz',
    'text',
    'int',
    'int',
    'text',
    'int',
    'smallint',
    'timestamptz',
    'text',
    'int',
  ],
  ctes: sql`effect as (update invitations i set status = case when h.next_status = h.status then i.status else h.next_status end,
        link_version = h.next_link_version, link_kid = h.next_link_kid, expires_at = h.next_expires_at, label = h.next_label,
        max_uses = h.next_max_uses
      from held h where i.id = h.id and i.seller_id = h.seller_id and i.kind = 'PROSPECT'
        and invitation_status(i.status, i.expires_at) = h.status and i.link_version = h.link_version
        and date_trunc('milliseconds', i.expires_at) is not distinct from h.expires_at and i.label is not distinct from h.label
        and i.max_uses is not distinct from h.max_uses and i.usage_count = h.usage_count
        and (h.next_status <> 'ACTIVE' or ${isGoodLinkKey(sql`h.next_link_kid`)})
      returning h.n)`,
});

/** Makes of the link what `next` is, where it still stands as `row` was read. */
export function updateStanding(row: LinkRow, next: LinkRow): SharedEffect {
  const read = [
    row.id,
    row.seller_id,
    row.status,
    row.link_version,
    row.expires_at,
    row.label,
    row.max_uses,
    row.usage_count,
  ] as const;
  const written = [next.status, next.link_version, next.link_kid, next.expires_at, next.label, next.max_uses] as const;
  return updating([...read, ...written]);
}
