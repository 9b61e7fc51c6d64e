import sql from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import type { SessionRow } from './repository.ts';

/** Without the address of one that is open: it opens the session for whoever has it. */
export type SessionRecord = Omit<SessionRow, 'seller_id' | 'buyer_id' | 'sealed_url' | 'erased_at' | 'report_tries'>;

/** By which the provider names the session; undefined where it is none of his. */
export async function findScanRef(db: Database, provider: string, sessionId: string): Promise<string | undefined> {
  const row = await db.readFirst<{
    scan_ref: string;
  }>(sql`/* by id alone: the provider knows no seller */ select scan_ref
    from verification_sessions where id = ${sessionId}::uuid and provider = ${provider}`);
  return row?.scan_ref;
}

/** All sessions of a buyer, the oldest first. */
export function verificationRecords(db: Database, { sellerId, buyerId }: BuyerPath): Promise<SessionRecord[]> {
  return db.read(sql`select id, provider, scan_ref, status, aml_status, aml_set_at, reason, created_at, expires_at, ended_at, report
    from verification_sessions where seller_id = ${sellerId}::uuid and buyer_id = ${buyerId}::uuid order by created_at, id`);
}
