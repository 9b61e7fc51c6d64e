import type { Capability } from '../../../core/identity/index.ts';
import { defineModule } from '../../../core/module.ts';

export interface OrganizationDeps {
  readonly capabilities: readonly Capability[];
}

export const organizations = defineModule<OrganizationDeps>({
  name: 'organizations',
  tables: ['organizations', 'api_clients', 'sellers', 'grants'],
  views: [
    'acting_clients',
    'acting_organizations',
    'acting_grants',
    'seller_audiences',
    'organization_facts',
    'arrival_contacts',
    'seller_facts',
  ],
  tag: { name: 'Organization', description: 'Who the caller is and what it may do.' },
  actions: {
    'organization.create': {},
    'organization.disable': {},
    'organization.enable': {},
    'organization.set-contact': {},
    'organization.set-arrival-mails': {},
    'organization.set-tier': {},
    'organization.set-capabilities': {},
    'organization.accept-dpa': {},
    'organization.withdraw-dpa': {},
    'client.create': {},
    'client.disable': {},
    'client.enable': {},
    'seller.create': {},
    'grant.add': {},
    'grant.remove': {},
    'demo.create': {},
  },
  routes: async () => (await import('./routes.ts')).registerOrganizationRoutes,
});
