import { type Answer, type Call, presentPage, windowOf } from '../../../core/api/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import { buyerNotFound, type BuyerPath } from '../../parties/buyers/index.ts';
import { presentDocument } from './document.ts';
import { selectDocuments } from './repository.ts';
import type { ListDocumentsQuery } from './schemas.ts';

/** The documents of a buyer's KYC file, the superseded ones included (contract 5). */
export async function listDocuments(
  { db }: { readonly db: Database },
  { params, query }: Call<{ params: BuyerPath; query: ListDocumentsQuery }>,
): Promise<Answer> {
  const found = await selectDocuments(db, params, query);
  if (!found) throw buyerNotFound();
  return { status: 200, body: presentPage(found.rows.map(presentDocument), found.total, windowOf(query)) };
}
