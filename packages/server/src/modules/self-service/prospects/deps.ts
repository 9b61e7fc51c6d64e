import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import type { FileStore } from '../../files/index.ts';

export interface ProspectDeps {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly files: FileStore;
}
