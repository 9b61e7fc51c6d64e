import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import type { Logo } from './make-logo.ts';

/** Exactly one of the two. */
export interface BrandOwner {
  readonly organizationId?: string;
  readonly sellerId?: string;
}

/** What a page or a mail shows, as one column; the logo itself apart. */
export interface BrandFacts {
  /** False: the organization's, because the seller has none. */
  readonly isSellers: boolean;
  readonly name: string | null;
  readonly color: string | null;
  readonly logo: { readonly hash: string; readonly width: number; readonly height: number } | null;
}

export interface BrandRow {
  name: string | null;
  color: string | null;
  logo_hash: string | null;
  logo_width: number | null;
  logo_height: number | null;
  logo_bytes: number | null;
}

/** The brand of invitation `i`: the seller's as a whole where there is one, else the organization's. */
const ofInvitation = sql`from brands r where r.seller_id = i.seller_id or r.organization_id = i.organization_id
  order by r.seller_id nulls last limit 1`;

/** `BrandFacts` or null, for a statement that has an invitation `i`. */
export const brandFacts: Sql = sql`(select jsonb_build_object('isSellers', r.seller_id is not null, 'name', r.name, 'color', r.color,
    'logo', case when r.logo_hash is not null then
      jsonb_build_object('hash', r.logo_hash, 'width', r.logo_width, 'height', r.logo_height) end) ${ofInvitation})`;

/** The PNG or null, likewise. */
export const brandLogo: Sql = sql`(select r.logo ${ofInvitation})`;

const isOwned = ({ organizationId, sellerId }: BrandOwner): Sql =>
  sql`(organization_id = ${organizationId ?? null}::uuid or seller_id = ${sellerId ?? null}::uuid)`;

export function findBrand(db: Database, owner: BrandOwner): Promise<BrandRow | undefined> {
  return db.findFirst(sql`select name, color, logo_hash, logo_width, logo_height, length(logo) as logo_bytes from brands
    where ${isOwned(owner)}`);
}

/** By its hash alone, whosever it is. */
export async function findLogo(db: Database, hash: string): Promise<Buffer | undefined> {
  const row = await db.readFirst<{ logo: Buffer }>(
    sql`/* across sellers: logos are public */ select logo from brands where logo_hash = ${hash} limit 1`,
  );
  return row?.logo;
}

export interface BrandChange {
  readonly name?: string | undefined;
  readonly color?: string | undefined;
  readonly logo?: Logo | undefined;
}

/** What is not named stays as it is. */
export function upsertBrand({ organizationId, sellerId }: BrandOwner, { name, color, logo }: BrandChange): Sql {
  const owner = sellerId === undefined ? sql`organization_id` : sql`seller_id`;
  return sql`effect as (insert into brands as b (organization_id, seller_id, name, color, logo, logo_hash, logo_width, logo_height)
    values (${organizationId ?? null}::uuid, ${sellerId ?? null}::uuid, ${name ?? null}, ${color ?? null}, ${logo?.png ?? null}::bytea,
      ${logo?.hash ?? null}, ${logo?.width ?? null}::int, ${logo?.height ?? null}::int)
    on conflict (${owner}) do update set name = coalesce(excluded.name, b.name), color = coalesce(excluded.color, b.color),
      logo = coalesce(excluded.logo, b.logo), logo_hash = coalesce(excluded.logo_hash, b.logo_hash),
      logo_width = coalesce(excluded.logo_width, b.logo_width), logo_height = coalesce(excluded.logo_height, b.logo_height),
      updated_at = now()
    returning b.id)`;
}

export function deleteBrand(owner: BrandOwner): Sql {
  return sql`effect as (delete from brands where ${isOwned(owner)} returning id)`;
}
