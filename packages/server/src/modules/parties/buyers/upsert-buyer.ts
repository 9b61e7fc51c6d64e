import type { Database } from '../../../platform/db/database.ts';
import { newId } from '../../../platform/ids.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import type { Call, Decision } from '../../../core/api/index.ts';
import { AllowMarketplaceLedKyc } from './capabilities.ts';
import { type BuyerDeps, etagOf, presentBuyer } from './buyer.ts';
import { type BuyerRow, findBuyerByVatNumber, insertBuyer, listContacts } from './repository.ts';
import type { ContactInput, UpsertBuyerBody } from './schemas.ts';
import { requireCapability } from '../../../core/identity/index.ts';
import { ResourceExistsDifferentBody } from '../../../core/api/index.ts';
import { keptMailAddress } from '../../../platform/mail-address.ts';
import { isSameSpelling } from '../../../platform/spelling.ts';
import { keptVatNumber } from './vat-number.ts';

/** Creates the buyer, or finds it by its VAT number: the same content is 200, other content 409 (contract 4). */
export async function upsertBuyer(
  { db, clock }: BuyerDeps,
  { actor, body, params }: Call<{ params: { sellerId: string }; body: UpsertBuyerBody }>,
): Promise<Decision> {
  const { sellerId } = params;
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
    effect: insertBuyer(row, (body.contacts ?? []).map(keptContact)),
    audit: [{ action: 'buyer.upsert', sellerId, subjectId: row.id }],
  };
}

async function isSame(db: Database, known: BuyerRow, body: UpsertBuyerBody): Promise<boolean> {
  const { street, postCode, city, country } = body.address;
  const isSameBuyer = areSameSpellings(
    [known.kyc_mode, known.company_name, known.street, known.post_code, known.city, known.country],
    [body.kycMode, body.companyName, street, postCode, city, country],
  );
  if (!isSameBuyer || !body.contacts) return isSameBuyer;
  const contacts = await listContacts(db, known);
  return areSameSpellings(contacts.flatMap(contactFacts), body.contacts.map(keptContact).flatMap(contactFacts));
}

function areSameSpellings(ones: readonly string[], others: readonly string[]): boolean {
  return ones.length === others.length && ones.every((one, index) => isSameSpelling(one, others[index] ?? ''));
}

function keptContact(contact: ContactInput): ContactInput {
  return { ...contact, email: keptMailAddress(contact.email) ?? contact.email };
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
    vat_number: keptVatNumber(body.vatNumber),
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
