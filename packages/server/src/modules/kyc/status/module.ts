import { defineModule } from '../../../core/module.ts';
import type { KycStatusDeps } from './kyc-state.ts';

export const kycStatus = defineModule<KycStatusDeps>({
  name: 'kyc-status',
  tag: { name: 'KYC', description: 'The state of a KYC file and its documents.' },
  routes: async () => (await import('./routes.ts')).registerStatusRoutes,
});
