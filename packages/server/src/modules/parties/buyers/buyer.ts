import { ProblemError } from '../../../platform/problems/problems.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import type { BuyerRow } from './repository.ts';
import type { Buyer } from './schemas.ts';
import { BuyerErased } from './problems.ts';
import { NotFound } from '../../../platform/problems/problem-types.ts';

export interface BuyerDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly keyring: Keyring;
}

export function presentBuyer(row: BuyerRow): Buyer {
  return {
    uuid: row.id,
    vatNumber: row.vat_number,
    companyName: row.company_name,
    address: {
      uuid: row.address_id,
      street: row.street,
      postCode: row.post_code,
      city: row.city,
      country: row.country,
    },
    kycMode: row.kyc_mode,
    status: row.status,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    ...(row.erased_at !== null && { erasedAt: row.erased_at.toISOString() }),
  };
}

export function etagOf(row: BuyerRow): string {
  return `"${row.version}"`;
}

export function buyerNotFound(): ProblemError {
  return new ProblemError(NotFound, 'There is no such buyer.');
}

/** @throws ProblemError where nothing can be changed about the buyer any more */
export function refuseErased({ erased_at: erasedAt }: { readonly erased_at: Date | null }): void {
  if (erasedAt !== null) throw new ProblemError(BuyerErased, 'What was known of the buyer was erased.');
}
