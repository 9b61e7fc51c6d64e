import { defineModule } from '../../../core/module.ts';
import type { SellerContactDeps } from './deps.ts';

export const sellerContacts = defineModule<SellerContactDeps>({
  name: 'seller-contacts',
  tables: ['seller_contacts'],
  actions: { 'seller.set-contact': {}, 'seller.clear-contact': {} },
  routes: async () => (await import('./routes.ts')).registerSellerContactRoutes,
});
