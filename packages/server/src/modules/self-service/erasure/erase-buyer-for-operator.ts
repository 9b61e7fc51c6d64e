import { commitWrite } from '../../../core/write/index.ts';
import { AdminError } from '../../../platform/admin-error.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import { OPERATOR, persist } from '../invitations/index.ts';
import { finishErasure, type FinishingDeps } from './finish-erasure.ts';
import { type BuyerErasureDeps, planErasure } from './plan-erasure.ts';
import type { BuyerErasureView } from './schemas.ts';

/** As the API does it, and what the job does at once. @throws AdminError when there is no such buyer */
export async function eraseBuyerForOperator(
  deps: FinishingDeps & BuyerErasureDeps,
  place: BuyerPath,
  reason: string,
): Promise<BuyerErasureView> {
  const erasure = await persist(async () => {
    const { said, ...write } = await planErasure(deps, { place, reason, actor: OPERATOR }).catch(asAdminError);
    if (!write.effect) return said;
    return (await commitWrite(deps.db, { ...write, actor: OPERATOR })) === 'committed' ? said : undefined;
  });
  await finishErasure(deps, place);
  return erasure;
}

function asAdminError(error: unknown): never {
  if (error instanceof ProblemError && error.status === 404) throw new AdminError('there is no such buyer');
  throw error;
}
