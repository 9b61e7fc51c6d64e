import { defineModule } from '../../../core/module.ts';

/** All that is kept of a buyer, for himself (GDPR, Articles 15 and 20). */
export const buyerExport = defineModule({ name: 'buyer-export', actions: { 'buyer.export': {} } });
