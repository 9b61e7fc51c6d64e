import type { Capability } from '../../../core/identity/index.ts';
import { getMe, meSchema } from './get-me.ts';
import type { Api } from '../../../core/api/index.ts';

export function registerOrganizationRoutes(
  api: Api,
  { capabilities }: { readonly capabilities: readonly Capability[] },
): void {
  api.read(
    {
      method: 'GET',
      url: '/v1/me',
      operationId: 'getMe',
      tag: 'Organization',
      summary: 'Who the caller is: organization, partners, capabilities.',
      description: 'The one operation that answers before the data processing agreement is accepted.',
      access: 'client',
      rate: 'read',
      success: {
        200: {
          description: 'The organization of the client.',
          schema: meSchema(capabilities),
          example: exampleOf(capabilities),
        },
      },
      problems: [],
    },
    (call) => getMe(capabilities, call),
  );
}

function exampleOf(capabilities: readonly Capability[]): object {
  return {
    organizationUuid: '5c7c2ad4-6a6d-4c5f-b1a5-2f7b8c0f1a20',
    name: 'Example Marketplace',
    authorizedPartners: [
      { uuid: 'a3b1f9a2-3a57-4d8b-8f5a-1f1f5f0c2d30', name: 'Autohaus Beispiel GmbH', country: 'DE' },
    ],
    capabilities: {
      rateLimitTier: 'HIGH_VOLUME',
      ...Object.fromEntries(capabilities.map(({ flag }) => [flag, true])),
    },
    dpaVersion: '2026-01',
    dpaAcceptedAt: '2026-10-01T08:00:00.000Z',
  };
}
