import { defineModule } from '../../../core/module.ts';
import type { BuyerDeps } from './buyer.ts';
import { AllowContactPersonalData, AllowMarketplaceLedKyc } from './capabilities.ts';
import { buyerJobs } from './jobs.ts';
import { BuyerBlocked, KycModeDowngrade } from './problems.ts';

export const buyers = defineModule<BuyerDeps>({
  name: 'buyers',
  tables: ['buyers', 'buyer_contacts', 'buyer_tallies', 'buyer_days', 'buyer_changes'],
  views: ['buyer_facts', 'buyer_moves'],
  tag: { name: 'Buyers', description: 'The companies that a partner sells to.' },
  problems: [BuyerBlocked, KycModeDowngrade],
  capabilities: [AllowMarketplaceLedKyc, AllowContactPersonalData],
  actions: { 'buyer.upsert': {}, 'buyer.patch': {}, 'buyer.block': {}, 'buyer.unblock': {} },
  routes: async () => (await import('./routes.ts')).registerBuyerRoutes,
  periodic: buyerJobs,
});
