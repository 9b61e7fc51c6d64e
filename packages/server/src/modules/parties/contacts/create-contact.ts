import type { Call, Decision } from '../../../core/api/index.ts';
import { requireCapability } from '../../../core/identity/index.ts';
import { newId } from '../../../platform/ids.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import { AllowContactPersonalData } from './capabilities.ts';
import { keptFacts, ownerNotFound, presentContact } from './contact.ts';
import type { ContactDeps } from './deps.ts';
import { TooManyContacts } from './problems.ts';
import { findRoom, insertContact } from './repository.ts';
import { type ContactInput, type ContactsPath, MAX_CONTACTS } from './schemas.ts';
import { sealFacts } from './sealed-contact.ts';

/** The answer shows what the caller said, so it is no reading. */
export async function createContact(
  { db, keyring }: ContactDeps,
  { actor, params, body }: Call<{ params: ContactsPath; body: ContactInput }>,
): Promise<Decision> {
  const room = await findRoom(db, params);
  if (!room) throw ownerNotFound();
  requireCapability(actor, AllowContactPersonalData);
  if (room.count >= MAX_CONTACTS) {
    throw new ProblemError(TooManyContacts, `A buyer has at most ${MAX_CONTACTS} contacts. Remove one first.`);
  }
  const id = newId();
  const facts = keptFacts(body);
  const { sellerId, buyerId } = params;
  return {
    answer: {
      status: 201,
      body: presentContact({ id, createdAt: room.now, facts }),
      headers: { location: `/v1/partners/${sellerId}/buyers/${buyerId}/contacts/${id}` },
    },
    effect: insertContact(params, { id, sealed: sealFacts(keyring, id, facts), createdAt: room.now }),
    audit: [{ action: 'contact.create', sellerId, subjectId: id, details: { buyerId } }],
  };
}
