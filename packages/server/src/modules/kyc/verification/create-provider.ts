import type { Keyring } from '../../../platform/keyring.ts';
import { createIdenfyProvider, type IdenfySettings } from './idenfy-provider.ts';
import type { VerificationProvider } from './provider.ts';
import { createSandboxProvider } from './sandbox-provider.ts';

/** Which provider verifies persons. The sandbox is of the demo alone. */
type ProviderSettings = ({ readonly kind: 'idenfy' } & IdenfySettings) | { readonly kind: 'sandbox' };

export function createVerificationProvider(
  settings: ProviderSettings,
  { keyring, publicBaseUrl }: { readonly keyring: Keyring; readonly publicBaseUrl: string },
): VerificationProvider {
  return settings.kind === 'idenfy' ? createIdenfyProvider(settings) : createSandboxProvider(keyring, publicBaseUrl);
}
