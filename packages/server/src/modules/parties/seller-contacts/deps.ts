import type { Database } from '../../../platform/db/database.ts';

export interface SellerContactDeps {
  readonly db: Database;
}
