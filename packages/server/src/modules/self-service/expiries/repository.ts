import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { sellersWithExpiring } from '../../kyc/documents/index.ts';
import { isActedFor } from '../../parties/organizations/index.ts';
import { hasMailAddress } from '../../parties/seller-contacts/index.ts';

/** A condition: there is somebody to tell, for whom somebody may act. `sellerId` is an expression. */
export function mayBeTold(sellerId: Sql): Sql {
  return sql`${hasMailAddress(sellerId)} and ${isActedFor(sellerId)}`;
}

export async function listSellersToTell(db: Database, limit: number): Promise<string[]> {
  const rows = await db.read<{ seller_id: string }>(sql`/* across sellers: the clock's own work */ select seller_id
    from (${sellersWithExpiring}) s where ${mayBeTold(sql`s.seller_id`)} order by seller_id limit ${limit}::int`);
  return rows.map((row) => row.seller_id);
}

export interface ToldSeller {
  name: string;
  country: string;
}

export function findToldSeller(db: Database, sellerId: string): Promise<ToldSeller | undefined> {
  return db.readFirst(sql`select s.name, s.country from seller_facts s where s.id = ${sellerId}::uuid`);
}
