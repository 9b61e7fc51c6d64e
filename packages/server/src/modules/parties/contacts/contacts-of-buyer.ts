import type { Companion } from '../../../core/write/index.ts';
import { newId } from '../../../platform/ids.ts';
import { type ContactFacts, keptFacts, presentContact } from './contact.ts';
import type { ContactDeps } from './deps.ts';
import { addContactToEffect, insertContactsOfEffect, listContactRows } from './repository.ts';
import type { Contact, ContactInput, ContactsPath } from './schemas.ts';
import { openContact, sealFacts } from './sealed-contact.ts';

/** Keeps the contacts that a buyer is made with; the write's `effect` gives out the buyer's `id` and `seller_id`. */
export function keepContacts(
  { keyring }: Pick<ContactDeps, 'keyring'>,
  contacts: readonly ContactInput[],
  createdAt: Date,
): Companion[] {
  if (contacts.length === 0) return [];
  const made = contacts.map((contact) => {
    const id = newId();
    return { id, sealed: sealFacts(keyring, id, keptFacts(contact)) };
  });
  return [insertContactsOfEffect(made, createdAt)];
}

/** Keeps one more of a buyer who is there already, likewise, where there is room for it. */
export function keepFurtherContact(
  { keyring }: Pick<ContactDeps, 'keyring'>,
  contact: ContactInput,
  createdAt: Date,
): Companion {
  const id = newId();
  return addContactToEffect({ id, sealed: sealFacts(keyring, id, keptFacts(contact)), createdAt });
}

/** For comparing them with what a caller says; nobody is to be shown them by this. */
export async function contactsOf({ db, keyring }: ContactDeps, buyer: ContactsPath): Promise<ContactFacts[]> {
  return (await listContactRows(db, buyer)).map((row) => openContact(keyring, row).facts);
}

/** As the API shows them. Whoever calls it writes down that they are read. */
export async function contactRecords({ db, keyring }: ContactDeps, buyer: ContactsPath): Promise<Contact[]> {
  return (await listContactRows(db, buyer)).map((row) => presentContact(openContact(keyring, row)));
}
