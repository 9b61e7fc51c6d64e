import sql from 'sql-template-tag';
import type { Companion } from '../../../core/write/index.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';

/** With the erasure of a buyer: his number is in each of them, and in what VIES said of it his name. A job that is at one finds it no more. */
export function eraseViesChecks({ sellerId, buyerId }: BuyerPath): Companion {
  return {
    statement: sql`delete from vies_checks c
      where c.seller_id = ${sellerId}::uuid and c.buyer_id = ${buyerId}::uuid and exists (select from effect)`,
  };
}
