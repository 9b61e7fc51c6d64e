import sql from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import type { CheckRow } from './list-repository.ts';
import { presentCheck } from './list-vies-checks.ts';
import type { ViesCheck } from './schemas.ts';

/** All of a buyer that have ended, the oldest first, as the API shows them. */
export async function viesCheckRecords(
  { db, keyring }: { readonly db: Database; readonly keyring: Keyring },
  { sellerId, buyerId }: BuyerPath,
): Promise<ViesCheck[]> {
  const rows =
    await db.read<CheckRow>(sql`select id, vat_number, cause, result, error, request_identifier, sealed_company, checked_at
    from vies_checks where seller_id = ${sellerId}::uuid and buyer_id = ${buyerId}::uuid and status = 'DONE' order by created_at, id`);
  return rows.map((row) => presentCheck(row, keyring));
}
