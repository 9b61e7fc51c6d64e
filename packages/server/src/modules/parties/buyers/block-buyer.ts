import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db/database.ts';
import { isUuid } from '../../../platform/ids.ts';
import type { Call, Decision } from '../../../core/api/index.ts';
import { buyerNotFound, etagOf, presentBuyer } from './buyer.ts';
import { findBuyer, updateBuyer } from './repository.ts';

/** Blocks or unblocks a buyer. Asking for the status that it has changes nothing and is 200. */
export async function setBuyerStatus(
  db: Database,
  clock: Clock,
  call: Call,
  status: 'ACTIVE' | 'BLOCKED',
): Promise<Decision> {
  const { sellerId = '', buyerId = '' } = call.params;
  const known = isUuid(buyerId) ? await findBuyer(db, sellerId, buyerId) : undefined;
  if (!known) throw buyerNotFound();
  if (known.status === status)
    return { answer: { status: 200, body: presentBuyer(known), headers: { etag: etagOf(known) } } };
  const row = { ...known, status, version: known.version + 1, updated_at: clock.now() };
  return {
    answer: { status: 200, body: presentBuyer(row), headers: { etag: etagOf(row) } },
    effect: updateBuyer(row),
    audit: [{ action: status === 'BLOCKED' ? 'buyer.block' : 'buyer.unblock', sellerId, subjectId: row.id }],
  };
}
