import type { Capability } from '../../../core/identity/index.ts';
import { defineModule } from '../../../core/module.ts';
import { registerOrganizationRoutes } from './routes.ts';

export interface OrganizationDeps {
  readonly capabilities: readonly Capability[];
}

export const organizations = defineModule<OrganizationDeps>({
  name: 'organizations',
  tables: ['organizations', 'api_clients', 'sellers', 'grants'],
  views: ['organization_facts', 'seller_facts', 'seller_audiences'],
  tag: { name: 'Organization', description: 'Who the caller is and what it may do.' },
  actions: {
    'organization.create': {},
    'organization.disable': {},
    'organization.enable': {},
    'organization.set-contact': {},
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
  routes: registerOrganizationRoutes,
});
