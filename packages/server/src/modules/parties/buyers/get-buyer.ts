import type { Answer, Call } from '../../../core/api/index.ts';
import { isKnownVersion } from '../../../platform/http/known-version.ts';
import { type BuyerDeps, buyerNotFound, etagOf, presentBuyer } from './buyer.ts';
import { findBuyer } from './repository.ts';
import type { BuyerPath } from './schemas.ts';

/** One buyer with its ETag; 304 where the caller has it already (contract 2.5). */
export async function getBuyer({ db }: BuyerDeps, { params, request }: Call<{ params: BuyerPath }>): Promise<Answer> {
  const row = await findBuyer(db, params);
  if (!row) throw buyerNotFound();
  const headers = { etag: etagOf(row) };
  return isKnownVersion(request, headers.etag)
    ? { status: 304, headers }
    : { status: 200, headers, body: presentBuyer(row) };
}
