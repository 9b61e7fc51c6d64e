import { defineModule } from '../../../core/module.ts';
import { createFinishErasure, FINISH_ERASURE, type FinishingDeps } from './finish-erasure.ts';
import type { BuyerErasureDeps } from './plan-erasure.ts';

/** What is taken for good out of an invitation (docs/decisions/0026), or out of a buyer (0049). */
export const erasure = defineModule<FinishingDeps & BuyerErasureDeps>({
  name: 'erasure',
  actions: { 'invitation.erase': { activity: 'ERASED' }, 'buyer.erase': {} },
  routes: async () => (await import('./routes.ts')).registerErasureRoutes,
  tasks: (deps) => ({ [FINISH_ERASURE]: createFinishErasure(deps) }),
});
