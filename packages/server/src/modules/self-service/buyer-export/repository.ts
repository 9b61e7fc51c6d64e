import sql from 'sql-template-tag';
import { insertAuditLines } from '../../../core/audit/index.ts';
import { insertPiiReadings, operatorReader } from '../../../core/pii-log/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import { OPERATOR } from '../invitations/index.ts';

export interface ExportedBuyer {
  erased_at: Date | null;
  now: Date;
}

/** In the same statement it is written down that all of him is read, by the operator. Of one who was erased nothing is. */
export function findBuyerToExport(
  db: Database,
  { sellerId, buyerId }: BuyerPath,
  purpose: string | undefined,
): Promise<ExportedBuyer | undefined> {
  const whose = { sellerId: sql`seller_id`, subjectId: sql`id`, from: sql`found where erased_at is null` };
  const logged = insertPiiReadings(operatorReader(purpose), {
    ...whose,
    subjectKind: 'BUYER_EXPORT',
    buyerId: sql`id`,
  });
  return db.writeFirst(sql`with found as (
      select b.id, b.seller_id, b.erased_at from buyer_facts b
      where b.seller_id = ${sellerId}::uuid and b.id = ${buyerId}::uuid),
    logged as (${logged}),
    audit as (${insertAuditLines({ ...whose, action: 'buyer.export', actor: OPERATOR })})
    select erased_at, date_trunc('milliseconds', now()) as now from found`);
}
