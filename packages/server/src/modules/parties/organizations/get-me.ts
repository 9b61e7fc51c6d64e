import Type from 'typebox';
import type { Answer, Call } from '../../../core/api/index.ts';
import { type Capability, hasCapability } from '../../../core/identity/index.ts';

/** Contract 2.8. Which capabilities there are the modules say. */
export function meSchema(capabilities: readonly Capability[]) {
  const flags = Object.fromEntries(capabilities.map(({ flag }) => [flag, Type.Boolean()]));
  return Type.Object(
    {
      organizationUuid: Type.String({ format: 'uuid' }),
      name: Type.String(),
      authorizedPartners: Type.Array(
        Type.Object(
          { uuid: Type.String({ format: 'uuid' }), name: Type.String(), country: Type.String() },
          { title: 'AuthorizedPartner' },
        ),
      ),
      capabilities: Type.Object(
        {
          rateLimitTier: Type.Enum(['STANDARD', 'HIGH_VOLUME', 'ENTERPRISE'], {
            type: 'string',
            title: 'RateLimitTier',
          }),
          ...flags,
        },
        { title: 'Capabilities' },
      ),
      dpaVersion: Type.Optional(Type.String()),
      dpaAcceptedAt: Type.Optional(Type.String({ format: 'date-time' })),
    },
    { title: 'Me' },
  );
}

/** Who the caller is (contract 2.8). */
export async function getMe(capabilities: readonly Capability[], { actor }: Call): Promise<Answer> {
  const flags = Object.fromEntries(
    capabilities.map((capability) => [capability.flag, hasCapability(actor, capability)]),
  );
  const body = {
    organizationUuid: actor.organizationId,
    name: actor.organizationName,
    authorizedPartners: [...actor.partners.values()],
    capabilities: { rateLimitTier: actor.tier, ...flags },
    ...(actor.dpa.version !== undefined && { dpaVersion: actor.dpa.version }),
    ...(actor.dpa.acceptedAt !== undefined && { dpaAcceptedAt: actor.dpa.acceptedAt.toISOString() }),
  };
  return { status: 200, body };
}
