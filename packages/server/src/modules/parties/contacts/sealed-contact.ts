import type { Keyring } from '../../../platform/keyring.ts';
import type { ContactFacts, OpenContact } from './contact.ts';
import type { ContactRow } from './repository.ts';

export const CONTACT_PURPOSE = 'buyer-contact';

/** Bound to the contact's id: what one says does not open in the place of another. */
export function sealFacts(keyring: Keyring, id: string, facts: ContactFacts): Buffer {
  return keyring.seal(CONTACT_PURPOSE, id, Buffer.from(JSON.stringify(facts)));
}

/** Rows of processes of the release before stand in the open, until a job has sealed them. */
export function openContact(keyring: Keyring, row: ContactRow): OpenContact {
  const facts = row.sealed ? openFacts(keyring, row.id, row.sealed) : inTheOpen(row);
  return { id: row.id, createdAt: row.created_at, facts };
}

/** Nobody but `sealFacts` can have sealed it. */
function openFacts(keyring: Keyring, id: string, sealed: Buffer): ContactFacts {
  return JSON.parse(keyring.open(CONTACT_PURPOSE, id, sealed).toString()) as ContactFacts;
}

function inTheOpen({ first_name: firstName, last_name: lastName, email, phone }: ContactRow): ContactFacts {
  if (firstName === null || lastName === null || email === null) throw new Error('a contact without its words');
  return { firstName, lastName, email, ...(phone !== null && { phone }) };
}
