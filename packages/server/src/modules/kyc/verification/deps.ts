import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import type { VerificationProvider } from './provider.ts';

export interface VerificationDeps {
  readonly db: Database;
  readonly keyring: Keyring;
  /** Undefined: none is configured. */
  readonly verification: VerificationProvider | undefined;
}
