import sql from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';

export interface ErasableBuyer {
  erased_at: Date | null;
  contact_ids: string[];
  /** The database's instant of reading. */
  now: Date;
}

export function findErasableBuyer(db: Database, { sellerId, buyerId }: BuyerPath): Promise<ErasableBuyer | undefined> {
  return db.findFirst(sql`select b.erased_at, contact_ids_of(b.seller_id, b.id) as contact_ids, date_trunc('milliseconds', now()) as now
    from buyer_facts b where b.seller_id = ${sellerId}::uuid and b.id = ${buyerId}::uuid`);
}
