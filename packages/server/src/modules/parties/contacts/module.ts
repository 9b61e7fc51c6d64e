import { defineModule } from '../../../core/module.ts';
import { AllowContactPersonalData } from './capabilities.ts';
import type { ContactDeps } from './deps.ts';
import { contactJobs } from './jobs.ts';
import { TooManyContacts } from './problems.ts';
import { sealedContacts } from './sealed-contacts.ts';

export const contacts = defineModule<ContactDeps>({
  name: 'contacts',
  tables: ['buyer_contacts'],
  views: ['contact_ids_of'],
  problems: [TooManyContacts],
  capabilities: [AllowContactPersonalData],
  actions: { 'contact.create': {}, 'contact.patch': {}, 'contact.delete': {} },
  sealed: [sealedContacts],
  routes: async () => (await import('./routes.ts')).registerContactRoutes,
  periodic: contactJobs,
});
