import type { Answer, Call } from '../../../core/api/index.ts';
import { requireCapability } from '../../../core/identity/index.ts';
import { AllowContactPersonalData } from './capabilities.ts';
import { ownerNotFound, presentContact } from './contact.ts';
import { type ContactDeps, readingOf } from './deps.ts';
import { readContactRows } from './repository.ts';
import type { ContactsPath } from './schemas.ts';
import { openContact } from './sealed-contact.ts';

/** All contacts of a buyer, a bare array (contract 2.1, 4). */
export async function listContacts(
  { db, keyring }: ContactDeps,
  call: Call<{ params: ContactsPath }>,
): Promise<Answer> {
  const rows = await readContactRows(db, call.params, readingOf(call));
  if (!rows) throw ownerNotFound();
  requireCapability(call.actor, AllowContactPersonalData);
  return { status: 200, body: rows.map((row) => presentContact(openContact(keyring, row))) };
}
