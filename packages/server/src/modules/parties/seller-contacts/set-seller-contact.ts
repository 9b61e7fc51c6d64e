import type { Call, Decision } from '../../../core/api/index.ts';
import { refuseInvalid } from '../../../platform/http/validation.ts';
import { keptContact, lacksOf } from './kept-contact.ts';
import { deleteSellerContact, findSellerContact, upsertSellerContact } from './repository.ts';
import type { SellerContactDeps } from './deps.ts';
import type { SellerContactBody } from './schemas.ts';

/** The trail says that it was set, not to what. */
export async function setSellerContact(
  { db }: SellerContactDeps,
  { params: { sellerId }, body }: Call<{ params: { sellerId: string }; body: SellerContactBody }>,
): Promise<Decision> {
  refuseInvalid(lacksOf(body));
  const contact = keptContact(body);
  const answer = { status: 200, body: contact ?? {} };
  if (contact) {
    const audit = [{ action: 'seller.set-contact', sellerId, subjectId: sellerId }];
    return { answer, effect: upsertSellerContact(sellerId, contact), audit };
  }
  if (!(await findSellerContact(db, sellerId))) return { answer };
  const audit = [{ action: 'seller.clear-contact', sellerId, subjectId: sellerId }];
  return { answer, effect: deleteSellerContact(sellerId), audit };
}
