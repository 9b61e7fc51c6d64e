import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Keyring } from '../../platform/keyring.ts';
import type { MasterKeys } from '../../core/sealing/index.ts';
import type { FileStore } from '../../modules/files/index.ts';
import type { RateLimiter } from '../../core/rate-limits/index.ts';
import type { Uploads } from '../../modules/self-service/uploads/index.ts';
import type { Links } from '../../modules/self-service/links/index.ts';
import type { OperatorFacts } from '../../core/operator-facts.ts';

export interface PortalDeps {
  readonly db: Database;
  readonly links: Links;
  readonly files: FileStore;
  readonly uploads: Uploads;
  readonly keyring: Keyring;
  readonly masterKeys: MasterKeys;
  readonly clock: Clock;
  readonly wallClock: Clock;
  readonly rateLimiter: RateLimiter;
  /** Without a slash at its end; the only origin whose forms are taken. */
  readonly publicBaseUrl: string;
  /** Sessions without `Secure`: of the demo alone. */
  readonly plainCookies: boolean;
  readonly problemBase: string;
  /** What a complete KYC file holds; entries such as `CONTACT_*` name a family. */
  readonly completeDocuments: readonly string[];
  /** Of files that one organization may keep. */
  readonly fileQuotaBytes: number;
  /** So long a prospect is kept about whom nobody decides. */
  readonly prospectRetentionDays: number;
  readonly operator: OperatorFacts;
}
