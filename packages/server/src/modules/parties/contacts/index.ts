export { AllowContactPersonalData } from './capabilities.ts';
export { contactRecords, contactsOf, keepContacts, keepFurtherContact } from './contacts-of-buyer.ts';
export { keptFacts } from './contact.ts';
export { contacts } from './module.ts';
export { removeContactsOfEffect } from './repository.ts';
export { readerOf } from './deps.ts';
export { ContactInput, MAX_CONTACTS } from './schemas.ts';
