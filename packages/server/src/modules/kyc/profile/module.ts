import { defineModule } from '../../../core/module.ts';
import type { ProfileDeps } from './get-kyc-profile.ts';

export const kycProfile = defineModule<ProfileDeps>({
  name: 'kyc-profile',
  routes: async () => (await import('./routes.ts')).registerProfileRoutes,
});
