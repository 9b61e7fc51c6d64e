import { auditActor, type Call, type Decision } from '../../../core/api/index.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import { type BuyerErasureDeps, planErasure } from './plan-erasure.ts';
import type { EraseBuyerBody } from './schemas.ts';

/** Doing it again says the same (contract 5). */
export async function eraseBuyer(
  deps: BuyerErasureDeps,
  call: Call<{ params: BuyerPath; body: EraseBuyerBody }>,
): Promise<Decision> {
  const wish = { place: call.params, reason: call.body.reason, actor: auditActor(call) };
  const { said, ...write } = await planErasure(deps, wish);
  return { ...write, answer: { status: 200, body: said } };
}
