import type { Call, Decision } from '../../../core/api/index.ts';
import type { BuyerDeps } from './buyer.ts';
import type { BuyerPath } from './schemas.ts';
import { setBuyerStatus } from './set-buyer-status.ts';

/** The way back (contract 4). */
export function unblockBuyer(deps: BuyerDeps, call: Call<{ params: BuyerPath }>): Promise<Decision> {
  return setBuyerStatus(deps, call, { status: 'ACTIVE', action: 'buyer.unblock' });
}
