import sql from 'sql-template-tag';
import type { Companion } from '../../../core/write/index.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';

/** With the erasure of a buyer: what the provider says of his sessions from then on changes nothing, and none of them opens any more. */
export function eraseVerifications({ sellerId, buyerId }: BuyerPath): Companion {
  return {
    statement: sql`update verification_sessions s set status = case when s.status in ('OPEN', 'REVIEW') then 'EXPIRED' else s.status end,
        ended_at = coalesce(s.ended_at, now()), sealed_url = null, reason = null, report = null, erased_at = now()
      where s.seller_id = ${sellerId}::uuid and s.buyer_id = ${buyerId}::uuid and exists (select from effect)`,
  };
}
