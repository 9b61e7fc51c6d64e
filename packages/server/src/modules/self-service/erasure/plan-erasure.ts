import sql, { join, type Sql } from 'sql-template-tag';
import type { Decision } from '../../../core/api/index.ts';
import type { AuditActor } from '../../../core/audit/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import { documentsToKeep, listErasableDocuments } from '../../kyc/documents/index.ts';
import { buyerNotFound, type BuyerPath, eraseBuyerRow } from '../../parties/buyers/index.ts';
import { expireOverdue, listOfBuyer, lockAllOf } from '../invitations/index.ts';
import { FINISH_ERASURE } from './finish-erasure.ts';
import { documentsKeptUntil, keptAfter } from './kept.ts';
import { findErasableBuyer } from './repository.ts';
import type { BuyerErasureView } from './schemas.ts';
import { besidesWipe, wipe } from './wipe.ts';

export interface BuyerErasureDeps {
  readonly db: Database;
  /** What a complete KYC file holds; entries such as `CONTACT_*` name a family. */
  readonly completeDocuments: readonly string[];
}

export interface ErasureWish {
  readonly place: BuyerPath;
  readonly reason: string;
  readonly actor: AuditActor;
}

export interface ErasurePlan extends Omit<Decision, 'answer'> {
  readonly said: BuyerErasureView;
}

/**
 * Takes out of a buyer all that names people, in one commit (docs/decisions/0049); bytes and what came at the same instant follow by a
 * job. Without an effect where it was done before. What the clock decided of invitations is written down first, with its event.
 * @throws ProblemError where there is no such buyer
 */
export async function planErasure(
  { db, completeDocuments }: BuyerErasureDeps,
  { place, reason, actor }: ErasureWish,
): Promise<ErasurePlan> {
  for (const { id, is_overdue: isOverdue } of await listOfBuyer(db, place))
    if (isOverdue) await expireOverdue(db, 1, id);
  const [buyer, documents] = await Promise.all([findErasableBuyer(db, place), listErasableDocuments(db, place)]);
  if (!buyer) throw buyerNotFound();
  if (buyer.erased_at !== null) {
    const areKept = documents.some(({ keep_until: until }) => until !== null);
    return { said: { erasedAt: buyer.erased_at.toISOString(), kept: keptAfter(buyer.erased_at, areKept) } };
  }
  const erasedAt = buyer.now;
  const kept = documentsToKeep(documents, completeDocuments).map(({ id }) => id);
  const isAsRead = sql`contact_ids_of(owner.seller_id, owner.id) = ${buyer.contact_ids}::uuid[]
    and document_ids_of(owner.seller_id, owner.id) = ${documents.map(({ id }) => id)}::uuid[]`;
  const effect = (guard: Sql): Sql =>
    join([
      lockAllOf(place, guard),
      eraseBuyerRow(
        place,
        { reason, erasedAt },
        { first: sql`not exists (select from stood where is_overdue) and ${guard}`, isAsRead },
      ),
      wipe({ sellerId: place.sellerId, kept: { ids: kept, until: documentsKeptUntil(erasedAt) } }),
    ]);
  return {
    said: { erasedAt: erasedAt.toISOString(), kept: keptAfter(erasedAt, kept.length > 0) },
    effect,
    also: besidesWipe(place, actor),
    audit: [
      {
        action: 'buyer.erase',
        sellerId: place.sellerId,
        subjectId: place.buyerId,
        details: { documentsKept: kept.length },
      },
    ],
    jobs: [{ task: FINISH_ERASURE, payload: { ...place } }],
  };
}
