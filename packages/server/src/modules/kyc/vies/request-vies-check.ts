import type { Call, Decision } from '../../../core/api/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import { newId } from '../../../platform/ids.ts';
import { buyerNotFound, type BuyerPath, refuseErased } from '../../parties/buyers/index.ts';
import { checkJob } from './check-job.ts';
import { findBuyerToCheck, insertCheck } from './repository.ts';

/** Has the buyer's VAT number checked; while a check is under way, that one is answered with (contract 5). */
export async function requestViesCheck(
  { db }: { readonly db: Database },
  { params }: Call<{ params: BuyerPath }>,
): Promise<Decision> {
  const buyer = await findBuyerToCheck(db, params);
  if (!buyer) throw buyerNotFound();
  refuseErased(buyer);
  if (buyer.open_status) return { answer: { status: 202, body: { status: buyer.open_status } } };
  const { sellerId, buyerId } = params;
  const id = newId();
  return {
    answer: { status: 202, body: { status: 'QUEUED' } },
    effect: insertCheck({ id, sellerId, buyerId, vatNumber: buyer.vat_number, cause: 'MANUAL' }),
    jobs: [checkJob(id)],
    audit: [{ action: 'vies.request', sellerId, subjectId: buyerId, details: { checkId: id } }],
  };
}
