import { commitWrite } from '../../../core/write/index.ts';
import { AdminError } from '../../../platform/admin-error.ts';
import type { Database } from '../../../platform/db/database.ts';
import { bodyValidator } from '../../../platform/http/validation.ts';
import type { SellerContact } from './contact.ts';
import { keptContact, lacksOf } from './kept-contact.ts';
import { deleteSellerContact, upsertSellerContact } from './repository.ts';
import { SellerContactBody } from './schemas.ts';

const validate = bodyValidator(SellerContactBody);

/** By the operator; an empty wish takes it away. @throws AdminError with words for him */
export async function changeSellerContact(db: Database, sellerId: string, wish: SellerContact): Promise<void> {
  const named = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));
  const [wrong] = [...validate(named), ...lacksOf(named)];
  if (wrong) throw new AdminError(`${wrong.field} ${wrong.message}`);
  const contact = keptContact(named);
  const outcome = await commitWrite(db, {
    effect: contact ? upsertSellerContact(sellerId, contact) : deleteSellerContact(sellerId),
    actor: { kind: 'OPERATOR' },
    audit: [{ action: contact ? 'seller.set-contact' : 'seller.clear-contact', sellerId, subjectId: sellerId }],
  });
  if (outcome !== 'committed') throw new AdminError(`seller ${sellerId} has no contact`);
}
