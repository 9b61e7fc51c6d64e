import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import type { Tables } from '../../../schema/tables.ts';
import { vatNumberSpellings } from './vat-number.ts';
import type { BuyerPath, ContactInput } from './schemas.ts';

export type BuyerRow = Omit<Tables['buyers'], 'list_position'>;

export const columns = sql`id, seller_id, vat_number, company_name, address_id, street, post_code, city, country, kyc_mode, status, version,
  created_at, updated_at`;

export function findBuyer(db: Database, { sellerId, buyerId }: BuyerPath): Promise<BuyerRow | undefined> {
  return db.findFirst(sql`select ${columns} from buyers where seller_id = ${sellerId}::uuid and id = ${buyerId}::uuid`);
}

/**
 * A select of the buyer, for a CTE: writers of what hangs on him come one after the other. References to him can still be made
 * meanwhile. The condition is asked before the row is touched.
 */
export function lockBuyer({ sellerId, buyerId }: BuyerPath, condition: Sql): Sql {
  return sql`select id, seller_id from buyers where seller_id = ${sellerId}::uuid and id = ${buyerId}::uuid and ${condition} for no key update`;
}

export function findBuyerByVatNumber(db: Database, sellerId: string, vatNumber: string): Promise<BuyerRow | undefined> {
  return db.findFirst(
    sql`select ${columns} from buyers where seller_id = ${sellerId}::uuid and vat_number = any(${vatNumberSpellings(vatNumber)}::text[])
      order by vat_number limit 1`,
  );
}

export function listContacts(db: Database, buyer: BuyerRow): Promise<ContactInput[]> {
  return db.read(sql`select first_name as "firstName", last_name as "lastName", email, phone from buyer_contacts
    where seller_id = ${buyer.seller_id}::uuid and buyer_id = ${buyer.id}::uuid order by position`);
}

/** Inserts the buyer with its contacts. */
export function insertBuyer(row: BuyerRow, contacts: readonly ContactInput[]): (guard: Sql) => Sql {
  return (guard) => sql`effect as (
      insert into buyers (${columns})
      select ${row.id}::uuid, ${row.seller_id}::uuid, ${row.vat_number}, ${row.company_name}, ${row.address_id}::uuid, ${row.street},
        ${row.post_code}, ${row.city}, ${row.country}, ${row.kyc_mode}, ${row.status}, ${row.version}::int,
        ${row.created_at}::timestamptz, ${row.updated_at}::timestamptz
      where ${guard} returning id, seller_id),
    contacts as (
      insert into buyer_contacts (seller_id, buyer_id, position, first_name, last_name, email, phone)
      select effect.seller_id, effect.id, c.position, c.value->>'firstName', c.value->>'lastName', c.value->>'email', c.value->>'phone'
      from effect, jsonb_array_elements(${JSON.stringify(contacts)}::jsonb) with ordinality as c (value, position))`;
}

/** Writes every member of the row where the stored version is still the one before it. */
export function updateBuyer(row: BuyerRow): (guard: Sql) => Sql {
  return (guard) => sql`effect as (
      update buyers set vat_number = ${row.vat_number}, company_name = ${row.company_name}, street = ${row.street},
        post_code = ${row.post_code}, city = ${row.city}, country = ${row.country}, kyc_mode = ${row.kyc_mode}, status = ${row.status},
        version = ${row.version}::int, updated_at = ${row.updated_at}::timestamptz
      where seller_id = ${row.seller_id}::uuid and id = ${row.id}::uuid and version = ${row.version}::int - 1 and ${guard}
      returning id)`;
}
