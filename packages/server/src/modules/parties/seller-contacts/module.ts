import { defineModule } from '../../../core/module.ts';
import { registerSellerContactRoutes, type SellerContactDeps } from './routes.ts';

export const sellerContacts = defineModule<SellerContactDeps>({
  name: 'seller-contacts',
  tables: ['seller_contacts'],
  actions: { 'seller.set-contact': {}, 'seller.clear-contact': {} },
  routes: registerSellerContactRoutes,
});
