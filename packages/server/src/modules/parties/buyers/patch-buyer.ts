import { ProblemError } from '../../../platform/problems/problems.ts';
import type { Call, Decision } from '../../../core/api/index.ts';
import { type BuyerDeps, buyerNotFound, etagOf, presentBuyer, refuseErased } from './buyer.ts';
import { type BuyerRow, findBuyer, findBuyerByVatNumber, updateBuyer } from './repository.ts';
import { type BuyerPath, FIXED_OF_BUYER, type PatchBuyerBody } from './schemas.ts';
import {
  changedMembers,
  refuseOtherValues,
  ResourceExistsDifferentBody,
  VersionMismatch,
} from '../../../core/api/index.ts';
import { expectedVersion } from '../../../platform/http/known-version.ts';
import { KycModeDowngrade } from './problems.ts';
import { keptVatNumber } from './vat-number.ts';

/** Changes the members given, where the caller has seen the newest version (contract 2.5, 4). */
export async function patchBuyer(
  { db, clock }: BuyerDeps,
  call: Call<{ params: BuyerPath; body: PatchBuyerBody }>,
): Promise<Decision> {
  const { body, params } = call;
  const { sellerId } = params;
  const isExpected = expectedVersion(call.request);

  const known = await findBuyer(db, params);
  if (!known) throw buyerNotFound();
  refuseErased(known);
  if (!isExpected(etagOf(known))) {
    throw new ProblemError(VersionMismatch, 'The buyer has changed since it was read.', {
      currentResource: presentBuyer(known),
    });
  }
  refuseOtherValues(body, presentBuyer(known), FIXED_OF_BUYER);
  if (known.kyc_mode === 'NT24_LED' && body.kycMode === 'MARKETPLACE_LED') {
    throw new ProblemError(KycModeDowngrade, 'NT24_LED cannot become MARKETPLACE_LED.', {
      currentResource: presentBuyer(known),
    });
  }
  if (body.vatNumber !== undefined && body.vatNumber !== known.vat_number) {
    const other = await findBuyerByVatNumber(db, sellerId, body.vatNumber);
    const detail = 'Another buyer of this partner has this VAT number.';
    if (other && other.id !== known.id)
      throw new ProblemError(ResourceExistsDifferentBody, detail, { currentResource: presentBuyer(other) });
  }
  const row = patched(known, body, clock.now());
  const fields = changedMembers(presentBuyer(known), presentBuyer(row));
  return {
    answer: { status: 200, body: presentBuyer(row), headers: { etag: etagOf(row) } },
    effect: updateBuyer(row),
    audit: [
      {
        action: 'buyer.patch',
        sellerId,
        subjectId: row.id,
        details: { fields, version: row.version },
      },
    ],
  };
}

function patched(known: BuyerRow, body: PatchBuyerBody, now: Date): BuyerRow {
  return {
    ...known,
    vat_number: body.vatNumber === undefined ? known.vat_number : keptVatNumber(body.vatNumber),
    company_name: body.companyName ?? known.company_name,
    street: body.address?.street ?? known.street,
    post_code: body.address?.postCode ?? known.post_code,
    city: body.address?.city ?? known.city,
    country: body.address?.country ?? known.country,
    kyc_mode: body.kycMode ?? known.kyc_mode,
    version: known.version + 1,
    updated_at: now,
  };
}
