import type { Call, Decision } from '../../../core/api/index.ts';
import { requireCapability } from '../../../core/identity/index.ts';
import { AllowContactPersonalData } from './capabilities.ts';
import { contactNotFound } from './contact.ts';
import type { ContactDeps } from './deps.ts';
import { findContactRow, removeContact } from './repository.ts';
import type { ContactPath } from './schemas.ts';

/** What was read of it stays in the log of readings, by its id. */
export async function deleteContact(
  { db }: ContactDeps,
  { actor, params }: Call<{ params: ContactPath }>,
): Promise<Decision> {
  const row = await findContactRow(db, params);
  if (!row) throw contactNotFound();
  requireCapability(actor, AllowContactPersonalData);
  const { sellerId, buyerId } = params;
  return {
    answer: { status: 204 },
    effect: removeContact(params),
    audit: [{ action: 'contact.delete', sellerId, subjectId: row.id, details: { buyerId } }],
  };
}
