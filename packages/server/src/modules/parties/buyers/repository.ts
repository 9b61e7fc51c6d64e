import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import type { Tables } from '../../../schema/tables.ts';
import { vatNumberSpellings } from './vat-number.ts';
import type { BuyerPath } from './schemas.ts';

export type BuyerRow = Omit<Tables['buyers'], 'list_position' | 'erasure_reason'>;

export const columns = sql`id, seller_id, vat_number, company_name, address_id, street, post_code, city, country, kyc_mode, status, version,
  created_at, updated_at, erased_at`;

export function findBuyer(db: Database, { sellerId, buyerId }: BuyerPath): Promise<BuyerRow | undefined> {
  return db.findFirst(sql`select ${columns} from buyers where seller_id = ${sellerId}::uuid and id = ${buyerId}::uuid`);
}

/**
 * A select of the buyer, for a CTE: writers of what hangs on him come one after the other. References to him can still be made
 * meanwhile. The condition is asked before the row is touched. No row where he was erased.
 */
export function lockBuyer({ sellerId, buyerId }: BuyerPath, condition: Sql): Sql {
  return sql`select id, seller_id from buyers where seller_id = ${sellerId}::uuid and id = ${buyerId}::uuid and erased_at is null and ${condition} for no key update`;
}

export function findBuyerByVatNumber(db: Database, sellerId: string, vatNumber: string): Promise<BuyerRow | undefined> {
  return db.findFirst(
    sql`select ${columns} from buyers where seller_id = ${sellerId}::uuid and vat_number = any(${vatNumberSpellings(vatNumber)}::text[])
      order by vat_number limit 1`,
  );
}

export function insertBuyer(row: BuyerRow): (guard: Sql) => Sql {
  return (guard) => sql`effect as (
      insert into buyers (${columns})
      select ${row.id}::uuid, ${row.seller_id}::uuid, ${row.vat_number}, ${row.company_name}, ${row.address_id}::uuid, ${row.street},
        ${row.post_code}, ${row.city}, ${row.country}, ${row.kyc_mode}, ${row.status}, ${row.version}::int,
        ${row.created_at}::timestamptz, ${row.updated_at}::timestamptz, ${row.erased_at}::timestamptz
      where ${guard} returning id, seller_id)`;
}

/** Writes every member of the row where the stored version is still the one before it. */
export function updateBuyer(row: BuyerRow): (guard: Sql) => Sql {
  return (guard) => sql`effect as (
      update buyers set vat_number = ${row.vat_number}, company_name = ${row.company_name}, street = ${row.street},
        post_code = ${row.post_code}, city = ${row.city}, country = ${row.country}, kyc_mode = ${row.kyc_mode}, status = ${row.status},
        version = ${row.version}::int, updated_at = ${row.updated_at}::timestamptz
      where seller_id = ${row.seller_id}::uuid and id = ${row.id}::uuid and version = ${row.version}::int - 1 and ${guard}
      returning id, seller_id)`;
}

export interface BuyerErasure {
  readonly reason: string;
  readonly erasedAt: Date;
}

/**
 * CTEs, one of them named `effect`: what the buyer's own row holds of people goes, where `isAsRead`, a condition on the row of `owner`,
 * which is locked, still holds. The VAT number makes room for a new buyer; BLOCKED, nothing can be asked of him any more.
 */
export function eraseBuyerRow(
  place: BuyerPath,
  { reason, erasedAt }: BuyerErasure,
  conditions: { readonly first: Sql; readonly isAsRead: Sql },
): Sql {
  return sql`owner as materialized (${lockBuyer(place, conditions.first)}),
    effect as (
      update buyers b set company_name = '', vat_number = 'ERASED-' || b.id, street = '', post_code = '', city = '', status = 'BLOCKED',
        version = b.version + 1, updated_at = ${erasedAt}::timestamptz, erased_at = ${erasedAt}::timestamptz, erasure_reason = ${reason}
      from owner where b.seller_id = owner.seller_id and b.id = owner.id and ${conditions.isAsRead} returning b.id, b.seller_id)`;
}

/** A CTE named `effect`: the buyer, where he was erased. */
export function lockErasedBuyer({ sellerId, buyerId }: BuyerPath, condition: Sql): Sql {
  return sql`effect as (select b.id, b.seller_id from buyers b
    where b.seller_id = ${sellerId}::uuid and b.id = ${buyerId}::uuid and b.erased_at is not null and ${condition} for no key update)`;
}
