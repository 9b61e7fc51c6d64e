import type { Api } from '../../../core/api/index.ts';
import { CapabilityRequired } from '../../../core/identity/index.ts';
import { NotFound, UnsupportedMediaType } from '../../../platform/problems/problem-types.ts';
import { createContact } from './create-contact.ts';
import { deleteContact } from './delete-contact.ts';
import type { ContactDeps } from './deps.ts';
import { getContact } from './get-contact.ts';
import { listContacts } from './list-contacts.ts';
import { patchContact } from './patch-contact.ts';
import { TooManyContacts } from './problems.ts';
import {
  Contact,
  contactExample,
  ContactInput,
  ContactList,
  ContactPath,
  ContactsPath,
  MAX_CONTACTS,
  PatchContactBody,
} from './schemas.ts';

const contacts = '/v1/partners/:sellerId/buyers/:buyerId/contacts';
const contact = `${contacts}/:contactUuid`;
const common = { tag: 'Buyers', access: 'partner' } as const;
const LOGGED =
  'Needs the capability allowContactPersonalData. Each contact that is shown is written to a log of readings that is kept 6 years.';
const one = (description: string) => ({ description, schema: Contact, example: contactExample });

export function registerContactRoutes(api: Api, deps: ContactDeps): void {
  registerReads(api, deps);
  registerWrites(api, deps);
}

function registerReads(api: Api, deps: ContactDeps): void {
  api.read(
    {
      ...common,
      method: 'GET',
      url: contacts,
      params: ContactsPath,
      operationId: 'listContacts',
      summary: 'The contacts of a buyer, in the order of their coming.',
      description: LOGGED,
      rate: 'read',
      personalData: true,
      success: { 200: { description: 'All of them.', schema: ContactList, example: [contactExample] } },
      problems: [NotFound, CapabilityRequired],
    },
    (call) => listContacts(deps, call),
  );
  api.read(
    {
      ...common,
      method: 'GET',
      url: contact,
      params: ContactPath,
      operationId: 'getContact',
      summary: 'Read one contact of a buyer.',
      description: LOGGED,
      rate: 'read',
      personalData: true,
      success: { 200: one('The contact.') },
      problems: [NotFound, CapabilityRequired],
    },
    (call) => getContact(deps, call),
  );
}

function registerWrites(api: Api, deps: ContactDeps): void {
  api.write(
    {
      ...common,
      method: 'POST',
      url: contacts,
      params: ContactsPath,
      operationId: 'createContact',
      summary: 'Add a contact to a buyer.',
      description: `Needs the capability allowContactPersonalData. A buyer has at most ${MAX_CONTACTS}.`,
      rate: 'write',
      body: ContactInput,
      bodyExample: { firstName: 'Ana', lastName: 'Lima', email: 'ana.lima@garagem.example' },
      success: { 201: one('Added.') },
      problems: [NotFound, CapabilityRequired, TooManyContacts],
    },
    (call) => createContact(deps, call),
  );
  api.write(
    {
      ...common,
      method: 'PATCH',
      url: contact,
      params: ContactPath,
      operationId: 'patchContact',
      summary: 'Change members of a contact.',
      description: `${LOGGED} The whole contact may be sent back: what repeats its present value is ignored; another value of what cannot be changed is 422. Of two changes at once each keeps what it does not name.`,
      rate: 'write',
      personalData: true,
      body: PatchContactBody,
      bodyExample: { email: 'ana.l.silva@garagem.example' },
      success: { 200: one('The contact as it stands now.') },
      problems: [NotFound, CapabilityRequired],
    },
    (call) => patchContact(deps, call),
  );
  api.write(
    {
      ...common,
      method: 'DELETE',
      url: contact,
      params: ContactPath,
      operationId: 'deleteContact',
      summary: 'Remove a contact of a buyer.',
      description: 'Needs the capability allowContactPersonalData.',
      rate: 'write',
      success: { 204: { description: 'Removed.' } },
      problems: [NotFound, CapabilityRequired, UnsupportedMediaType],
    },
    (call) => deleteContact(deps, call),
  );
}
