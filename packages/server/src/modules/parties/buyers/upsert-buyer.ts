import { ProblemError } from '../../../platform/problems/problems.ts';
import type { Call, Decision } from '../../../core/api/index.ts';
import { AllowMarketplaceLedKyc } from './capabilities.ts';
import { type BuyerDeps, etagOf, presentBuyer } from './buyer.ts';
import { areSameSpellings, isSameCompany, newBuyer } from './company-of-buyer.ts';
import { type BuyerRow, findBuyerByVatNumber, insertBuyer } from './repository.ts';
import type { UpsertBuyerBody } from './schemas.ts';
import { requireCapability } from '../../../core/identity/index.ts';
import { ResourceExistsDifferentBody } from '../../../core/api/index.ts';
import { contactsOf, keepContacts, keptFacts } from '../contacts/index.ts';

/** Creates the buyer, or finds it by its VAT number: the same content is 200, other content 409 (contract 4). */
export async function upsertBuyer(
  deps: BuyerDeps,
  { actor, body, params }: Call<{ params: { sellerId: string }; body: UpsertBuyerBody }>,
): Promise<Decision> {
  const { db, clock } = deps;
  const { sellerId } = params;
  if (body.kycMode === 'MARKETPLACE_LED') requireCapability(actor, AllowMarketplaceLedKyc);

  const known = await findBuyerByVatNumber(db, sellerId, body.vatNumber);
  if (known) {
    if (!(await isSame(deps, known, body))) {
      const detail = 'A buyer with this VAT number exists with other content.';
      throw new ProblemError(ResourceExistsDifferentBody, detail, { currentResource: presentBuyer(known) });
    }
    return { answer: { status: 200, body: presentBuyer(known), headers: { etag: etagOf(known) } } };
  }
  const row = newBuyer(sellerId, body, clock.now());
  const location = `/v1/partners/${sellerId}/buyers/${row.id}`;
  return {
    answer: { status: 201, body: presentBuyer(row), headers: { etag: etagOf(row), location } },
    effect: insertBuyer(row),
    also: keepContacts(deps, body.contacts ?? [], row.created_at),
    audit: [{ action: 'buyer.upsert', sellerId, subjectId: row.id }],
  };
}

async function isSame(deps: BuyerDeps, known: BuyerRow, body: UpsertBuyerBody): Promise<boolean> {
  const isSameBuyer = isSameCompany(known, body);
  if (!isSameBuyer || !body.contacts) return isSameBuyer;
  const contacts = await contactsOf(deps, { sellerId: known.seller_id, buyerId: known.id });
  return areSameSpellings(contacts.flatMap(wordsOf), body.contacts.map(keptFacts).flatMap(wordsOf));
}

function wordsOf({ firstName, lastName, email, phone }: ReturnType<typeof keptFacts>): string[] {
  return [firstName, lastName, email, phone ?? ''];
}
