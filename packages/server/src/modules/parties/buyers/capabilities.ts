import { defineCapability } from '../../../core/identity/index.ts';

/** May make MARKETPLACE_LED buyers (contract 4). */
export const AllowMarketplaceLedKyc = defineCapability('allowMarketplaceLedKyc');
