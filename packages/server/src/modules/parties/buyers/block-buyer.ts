import type { Call, Decision } from '../../../core/api/index.ts';
import type { BuyerDeps } from './buyer.ts';
import type { BuyerPath } from './schemas.ts';
import { setBuyerStatus } from './set-buyer-status.ts';

/** No invitation to a blocked buyer can be made, sent or completed (contract 4). */
export function blockBuyer(deps: BuyerDeps, call: Call<{ params: BuyerPath }>): Promise<Decision> {
  return setBuyerStatus(deps, call, { status: 'BLOCKED', action: 'buyer.block' });
}
