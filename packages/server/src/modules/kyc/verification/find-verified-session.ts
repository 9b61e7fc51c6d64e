import sql from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';

export interface VerifiedSession {
  id: string;
  provider: 'IDENFY' | 'SANDBOX';
  ended_at: Date;
}

/** The session in which the buyer was verified last. */
export function findVerifiedSession(
  db: Database,
  { sellerId, buyerId }: BuyerPath,
): Promise<VerifiedSession | undefined> {
  return db.findFirst(sql`select s.id, s.provider, s.ended_at from verification_sessions s
    where s.seller_id = ${sellerId}::uuid and s.buyer_id = ${buyerId}::uuid and s.status = 'VERIFIED'
    order by s.ended_at desc, s.id limit 1`);
}
