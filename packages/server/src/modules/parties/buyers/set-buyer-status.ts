import type { Call, Decision } from '../../../core/api/index.ts';
import { type BuyerDeps, buyerNotFound, etagOf, presentBuyer, refuseErased } from './buyer.ts';
import { findBuyer, updateBuyer } from './repository.ts';
import type { BuyerPath } from './schemas.ts';

export interface StatusChange {
  readonly status: 'ACTIVE' | 'BLOCKED';
  readonly action: 'buyer.block' | 'buyer.unblock';
}

/** Asking for the status that it has changes nothing and is 200. */
export async function setBuyerStatus(
  { db, clock }: BuyerDeps,
  { params }: Call<{ params: BuyerPath }>,
  { status, action }: StatusChange,
): Promise<Decision> {
  const known = await findBuyer(db, params);
  if (!known) throw buyerNotFound();
  refuseErased(known);
  if (known.status === status)
    return { answer: { status: 200, body: presentBuyer(known), headers: { etag: etagOf(known) } } };
  const row = { ...known, status, version: known.version + 1, updated_at: clock.now() };
  return {
    answer: { status: 200, body: presentBuyer(row), headers: { etag: etagOf(row) } },
    effect: updateBuyer(row),
    audit: [{ action, sellerId: row.seller_id, subjectId: row.id }],
  };
}
