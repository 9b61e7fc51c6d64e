import sql from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import { openCompany } from './sealed-company.ts';
import type { CheckResult } from './vies-result.ts';

export interface ViesEvidence {
  readonly checkedAt: Date;
  readonly vatNumber: string;
  readonly result: CheckResult;
  readonly requestIdentifier: string | undefined;
  /** Name and address of the company, as VIES gave them, a line each at least. */
  readonly onRecord: string | undefined;
}

/** What stands on a paper: more would be a history. */
const MAX_CHECKS = 20;

/** The last checks of the buyer's VAT numbers that have ended, the newest first, 20 at most. */
export async function listViesEvidence(
  { db, keyring }: { readonly db: Database; readonly keyring: Keyring },
  { sellerId, buyerId }: BuyerPath,
): Promise<ViesEvidence[]> {
  const rows =
    await db.read<EvidenceRow>(sql`select id, vat_number, result, request_identifier, sealed_company, checked_at
    from vies_checks where seller_id = ${sellerId}::uuid and buyer_id = ${buyerId}::uuid and status = 'DONE'
    order by created_at desc, id limit ${MAX_CHECKS}::int`);
  return rows.map((row) => evidenceOf(row, keyring));
}

function evidenceOf(row: EvidenceRow, keyring: Keyring): ViesEvidence {
  const { name, address } = openCompany(keyring, row.id, row.sealed_company);
  return {
    checkedAt: row.checked_at,
    vatNumber: row.vat_number,
    result: row.result,
    requestIdentifier: row.request_identifier ?? undefined,
    onRecord: [name, address].filter(Boolean).join('\n') || undefined,
  };
}

interface EvidenceRow {
  id: string;
  vat_number: string;
  result: CheckResult;
  request_identifier: string | null;
  sealed_company: Buffer | null;
  checked_at: Date;
}
