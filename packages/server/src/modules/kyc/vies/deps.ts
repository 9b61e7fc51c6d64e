import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import type { Logger } from '../../../platform/logger.ts';
import type { ViesClient } from './vies-client.ts';
import type { ViesMetrics } from './vies-metrics.ts';

export interface ViesDeps {
  readonly db: Database;
  /** For the lock of a member state, on a connection of its own. */
  readonly databaseUrl: string;
  readonly keyring: Keyring;
  readonly log: Logger;
  /** Absent: nobody is asked. */
  readonly vies?: ViesClient;
  readonly viesMetrics: ViesMetrics;
}
