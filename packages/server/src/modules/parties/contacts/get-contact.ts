import type { Answer, Call } from '../../../core/api/index.ts';
import { requireCapability } from '../../../core/identity/index.ts';
import { AllowContactPersonalData } from './capabilities.ts';
import { contactNotFound, presentContact } from './contact.ts';
import { type ContactDeps, readingOf } from './deps.ts';
import { readContactRow } from './repository.ts';
import type { ContactPath } from './schemas.ts';
import { openContact } from './sealed-contact.ts';

export async function getContact({ db, keyring }: ContactDeps, call: Call<{ params: ContactPath }>): Promise<Answer> {
  const row = await readContactRow(db, call.params, readingOf(call));
  if (!row) throw contactNotFound();
  requireCapability(call.actor, AllowContactPersonalData);
  return { status: 200, body: presentContact(openContact(keyring, row)) };
}
