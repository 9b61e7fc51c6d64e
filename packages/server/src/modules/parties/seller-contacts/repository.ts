import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import type { SellerContact } from './contact.ts';

const members = sql`jsonb_strip_nulls(jsonb_build_object('name', c.name, 'email', c.email, 'phone', c.phone, 'postalAddress', c.postal_address))`;

/** `SellerContact` or null, for a statement that has an invitation `i`. */
export const sellerContact: Sql = sql`(select ${members} from seller_contacts c where c.seller_id = i.seller_id)`;

/** A condition: the seller can be mailed. `sellerId` is an expression. */
export function hasMailAddress(sellerId: Sql): Sql {
  return sql`exists (select from seller_contacts c where c.seller_id = ${sellerId} and c.email is not null)`;
}

export async function findSellerContact(db: Database, sellerId: string): Promise<SellerContact | undefined> {
  const row = await db.findFirst<{ contact: SellerContact }>(
    sql`select ${members} as contact from seller_contacts c where c.seller_id = ${sellerId}::uuid`,
  );
  return row?.contact;
}

/** As a whole: what is not named is gone. */
export function upsertSellerContact(sellerId: string, contact: SellerContact): (guard: Sql) => Sql {
  const { name = null, email = null, phone = null, postalAddress = null } = contact;
  return (guard) => sql`effect as (insert into seller_contacts (seller_id, name, email, phone, postal_address)
    select ${sellerId}::uuid, ${name}, ${email}, ${phone}, ${postalAddress} where ${guard}
    on conflict (seller_id) do update set name = excluded.name, email = excluded.email, phone = excluded.phone,
      postal_address = excluded.postal_address, updated_at = now()
    returning seller_id)`;
}

export function deleteSellerContact(sellerId: string): (guard: Sql) => Sql {
  return (guard) =>
    sql`effect as (delete from seller_contacts where seller_id = ${sellerId}::uuid and ${guard} returning seller_id)`;
}
