import { type Call, changedMembers, type Decision, refuseOtherValues } from '../../../core/api/index.ts';
import { requireCapability } from '../../../core/identity/index.ts';
import { AllowContactPersonalData } from './capabilities.ts';
import { type ContactFacts, contactNotFound, keptFacts, presentContact } from './contact.ts';
import { type ContactDeps, readerOf } from './deps.ts';
import { findContactRow, logChange, updateContact } from './repository.ts';
import { type ContactPath, FIXED_OF_CONTACT, type PatchContactBody } from './schemas.ts';
import { openContact, sealFacts } from './sealed-contact.ts';

/** Changes the members given and leaves the others as they stand: of two changes at once neither takes the other back. */
export async function patchContact(
  { db, keyring }: ContactDeps,
  call: Call<{ params: ContactPath; body: PatchContactBody }>,
): Promise<Decision> {
  const { actor, params, body } = call;
  const row = await findContactRow(db, params);
  if (!row) throw contactNotFound();
  requireCapability(actor, AllowContactPersonalData);
  const known = openContact(keyring, row);
  const shown = presentContact(known);
  refuseOtherValues(body, shown, FIXED_OF_CONTACT);
  const facts = patched(known.facts, body);
  const changed = presentContact({ ...known, facts });
  const { sellerId, buyerId } = params;
  const fields = changedMembers({ phone: undefined, ...shown }, { phone: undefined, ...changed });
  return {
    answer: { status: 200, body: changed },
    effect: updateContact(params, row, sealFacts(keyring, row.id, facts)),
    also: [logChange(readerOf(call))],
    audit: [{ action: 'contact.patch', sellerId, subjectId: row.id, details: { buyerId, fields } }],
  };
}

function patched(known: ContactFacts, { firstName, lastName, email, phone }: PatchContactBody): ContactFacts {
  const kept = phone === undefined ? known.phone : (phone ?? undefined);
  return keptFacts({
    firstName: firstName ?? known.firstName,
    lastName: lastName ?? known.lastName,
    email: email ?? known.email,
    ...(kept !== undefined && { phone: kept }),
  });
}
