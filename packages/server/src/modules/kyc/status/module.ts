import { defineModule } from '../../../core/module.ts';
import { VerificationCompleted, ViesCheckFailed } from './events.ts';
import type { KycStatusDeps } from './get-kyc-status.ts';

export const kycStatus = defineModule<KycStatusDeps>({
  name: 'kyc-status',
  tag: { name: 'KYC', description: 'The state of a KYC file and its documents.' },
  events: [ViesCheckFailed, VerificationCompleted],
  routes: async () => (await import('./routes.ts')).registerStatusRoutes,
});
