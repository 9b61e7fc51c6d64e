import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../../../platform/db/database.ts';
import { newId } from '../../../platform/ids.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import { isCountryCode } from '../../../platform/country.ts';
import type { Call, Decision } from '../../../core/api/index.ts';
import { AllowMarketplaceLedKyc } from './capabilities.ts';
import { type BuyerDeps, etagOf, presentBuyer } from './buyer.ts';
import { type BuyerRow, findBuyerByVatNumber, insertBuyer, listContacts } from './repository.ts';
import type { UpsertBuyerBody } from './schemas.ts';
import { requireCapability } from '../../../core/identity/index.ts';
import { ResourceExistsDifferentBody } from '../../../core/api/index.ts';
import { fieldProblem } from '../../../platform/problems/field-problem.ts';

/** Creates the buyer, or finds it by its VAT number: the same content is 200, other content 409 (contract 4). */
export async function upsertBuyer(
  { db, clock }: BuyerDeps,
  { actor, body, params }: Call<{ params: { sellerId: string }; body: UpsertBuyerBody }>,
): Promise<Decision> {
  const { sellerId } = params;
  if (!isCountryCode(body.address.country))
    throw fieldProblem('address.country', 'is not an ISO 3166-1 alpha-2 country', body.address.country);
  if (body.kycMode === 'MARKETPLACE_LED') requireCapability(actor, AllowMarketplaceLedKyc);

  const known = await findBuyerByVatNumber(db, sellerId, body.vatNumber);
  if (known) {
    if (!(await isSame(db, known, body))) {
      const detail = 'A buyer with this VAT number exists with other content.';
      throw new ProblemError(ResourceExistsDifferentBody, detail, { currentResource: presentBuyer(known) });
    }
    return { answer: { status: 200, body: presentBuyer(known), headers: { etag: etagOf(known) } } };
  }
  const row = newBuyer(sellerId, body, clock.now());
  const location = `/v1/partners/${sellerId}/buyers/${row.id}`;
  return {
    answer: { status: 201, body: presentBuyer(row), headers: { etag: etagOf(row), location } },
    effect: insertBuyer(row, body.contacts ?? []),
    audit: [{ action: 'buyer.upsert', sellerId, subjectId: row.id }],
  };
}

async function isSame(db: Database, known: BuyerRow, body: UpsertBuyerBody): Promise<boolean> {
  const sameFacts = known.kyc_mode === body.kycMode && known.company_name === body.companyName;
  const { street, post_code: postCode, city, country } = known;
  if (!sameFacts || !isDeepStrictEqual({ street, postCode, city, country }, { ...body.address })) return false;
  if (!body.contacts) return true;
  const contacts = await listContacts(db, known);
  return isDeepStrictEqual(contacts.map(contactFacts), body.contacts.map(contactFacts));
}

function contactFacts(contact: {
  firstName: string;
  lastName: string;
  email: string;
  phone?: string | null;
}): string[] {
  return [contact.firstName, contact.lastName, contact.email, contact.phone ?? ''];
}

function newBuyer(sellerId: string, body: UpsertBuyerBody, now: Date): BuyerRow {
  return {
    id: newId(),
    seller_id: sellerId,
    vat_number: body.vatNumber,
    company_name: body.companyName,
    address_id: newId(),
    street: body.address.street,
    post_code: body.address.postCode,
    city: body.address.city,
    country: body.address.country,
    kyc_mode: body.kycMode,
    status: 'ACTIVE',
    version: 0,
    created_at: now,
    updated_at: now,
  };
}
