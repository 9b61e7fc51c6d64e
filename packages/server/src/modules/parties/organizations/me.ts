import Type, { type Static } from 'typebox';
import type { Actor } from '../../../core/identity/index.ts';

/** Contract 2.8. */
export const Me = Type.Object({
  organizationUuid: Type.String({ format: 'uuid' }),
  name: Type.String(),
  authorizedPartners: Type.Array(
    Type.Object({ uuid: Type.String({ format: 'uuid' }), name: Type.String(), country: Type.String() }),
  ),
  capabilities: Type.Object({
    rateLimitTier: Type.Enum(['STANDARD', 'HIGH_VOLUME', 'ENTERPRISE'], { type: 'string' }),
    allowMarketplaceLedKyc: Type.Boolean(),
    allowMultiVinOrders: Type.Boolean(),
    allowContactPersonalData: Type.Boolean(),
    allowKycDocumentDownload: Type.Boolean(),
  }),
  dpaVersion: Type.Optional(Type.String()),
  dpaAcceptedAt: Type.Optional(Type.String({ format: 'date-time' })),
});
export type Me = Static<typeof Me>;

export function presentMe(actor: Actor): Me {
  return {
    organizationUuid: actor.organizationId,
    name: actor.organizationName,
    authorizedPartners: [...actor.partners.values()],
    capabilities: { rateLimitTier: actor.tier, ...actor.capabilities },
    ...(actor.dpa.version !== undefined && { dpaVersion: actor.dpa.version }),
    ...(actor.dpa.acceptedAt !== undefined && { dpaAcceptedAt: actor.dpa.acceptedAt.toISOString() }),
  };
}
