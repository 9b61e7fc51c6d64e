import { defineModule } from '../../../core/module.ts';
import type { BuyerDeps } from './buyer.ts';
import { AllowMarketplaceLedKyc } from './capabilities.ts';
import { buyerJobs } from './jobs.ts';
import { BuyerBlocked, BuyerErased, KycModeDowngrade } from './problems.ts';

export const buyers = defineModule<BuyerDeps>({
  name: 'buyers',
  tables: ['buyers', 'buyer_tallies', 'buyer_days', 'buyer_changes'],
  views: ['buyer_facts', 'buyer_moves'],
  tag: { name: 'Buyers', description: 'The companies that a partner sells to.' },
  problems: [BuyerBlocked, BuyerErased, KycModeDowngrade],
  capabilities: [AllowMarketplaceLedKyc],
  actions: { 'buyer.upsert': {}, 'buyer.patch': {}, 'buyer.block': {}, 'buyer.unblock': {} },
  routes: async () => (await import('./routes.ts')).registerBuyerRoutes,
  periodic: buyerJobs,
});
