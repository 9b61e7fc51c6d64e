import { type Answer, type Call, presentPage } from '../../../core/api/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import { buyerNotFound, type BuyerPath } from '../../parties/buyers/index.ts';
import { type CheckRow, selectChecks } from './list-repository.ts';
import type { ListViesChecksQuery, ViesCheck } from './schemas.ts';
import { openCompany } from './sealed-company.ts';

/** The checks of the buyer's VAT numbers that have ended (contract 5). */
export async function listViesChecks(
  { db, keyring }: { readonly db: Database; readonly keyring: Keyring },
  { params, query }: Call<{ params: BuyerPath; query: ListViesChecksQuery }>,
): Promise<Answer> {
  const found = await selectChecks(db, params, query);
  if (!found) throw buyerNotFound();
  const checks = found.rows.map((row) => presentCheck(row, keyring));
  return { status: 200, body: presentPage(checks, found.total, found.window) };
}

export function presentCheck(row: CheckRow, keyring: Keyring): ViesCheck {
  return {
    uuid: row.id,
    checkedAt: row.checked_at.toISOString(),
    vatNumber: row.vat_number,
    result: row.result,
    cause: row.cause,
    ...(row.request_identifier !== null && { requestIdentifier: row.request_identifier }),
    ...openCompany(keyring, row.id, row.sealed_company),
    ...(row.error !== null && { error: row.error }),
  };
}
