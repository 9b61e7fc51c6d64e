import sql, { join, type Sql } from 'sql-template-tag';
import type { EventType } from '../../../core/events/index.ts';
import { commitWrite } from '../../../core/write/index.ts';
import { instantOf } from '../../../platform/clock.ts';
import { isUuid } from '../../../platform/ids.ts';
import type { TaskHandler } from '../../../platform/jobs/index.ts';
import { forgetMailFiles } from '../../delivery/mail/index.ts';
import { type BuyerPath, lockErasedBuyer } from '../../parties/buyers/index.ts';
import { listOfBuyer, lockAllOf } from '../invitations/index.ts';
import { removeUploads } from '../uploads/index.ts';
import { blankTold } from './blank-told.ts';
import type { ErasureDeps } from './erase-invitation.ts';
import { besidesWipe, wipe } from './wipe.ts';

export const FINISH_ERASURE = 'erasure.finish';

const SYSTEM = { kind: 'SYSTEM' } as const;

export interface FinishingDeps extends ErasureDeps {
  /** All that there are. */
  readonly events: readonly EventType[];
}

/** The job behind the erasure of a buyer: what of his lies outside of rows, and what came at the same instant. Safe to repeat. */
export function createFinishErasure(deps: FinishingDeps): TaskHandler {
  return async (payload) => finishErasure(deps, placeOf(payload));
}

export async function finishErasure(deps: FinishingDeps, place: BuyerPath): Promise<void> {
  const again = { sellerId: place.sellerId, kept: { ids: [], until: instantOf(0) } };
  await commitWrite(deps.db, {
    actor: SYSTEM,
    effect: (guard: Sql) =>
      join([
        lockAllOf(place, guard),
        lockErasedBuyer(place, sql`(select count(*) from stood) >= 0 and ${guard}`),
        wipe(again),
      ]),
    also: besidesWipe(place, SYSTEM),
  });
  await blankTold(deps, place);
  for (const invitation of await listOfBuyer(deps.db, place)) {
    await removeUploads(deps, invitation);
    await forgetMailFiles(deps, { kind: 'invitation', id: invitation.id });
  }
  // Those name him among others.
  await forgetMailFiles(deps, { kind: 'seller', id: place.sellerId });
}

/** @throws Error where the queue holds something else */
function placeOf(payload: unknown): BuyerPath {
  const { sellerId, buyerId } = (payload ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof sellerId !== 'string' || typeof buyerId !== 'string' || !isUuid(sellerId) || !isUuid(buyerId))
    throw new Error('a job that names no buyer');
  return { sellerId, buyerId };
}
