import type { Actor, Partner, RateLimitTier } from '../../../core/identity/index.ts';
import type { Tables } from '../../../schema/tables.ts';

export type ActorRow = Pick<
  Tables['organizations'],
  | 'name'
  | 'rate_limit_tier'
  | 'read_per_minute'
  | 'write_per_minute'
  | 'webhook_per_minute'
  | 'capabilities'
  | 'dpa_version'
  | 'dpa_accepted_at'
> & { client_id: string; organization_id: string; partners: Partner[] };

/** Contract 2.7. */
const TIER_LIMITS: Readonly<Record<Exclude<RateLimitTier, 'ENTERPRISE'>, Actor['limits']>> = {
  STANDARD: { read: 300, write: 60, webhook: 10 },
  HIGH_VOLUME: { read: 1000, write: 200, webhook: 30 },
};

export function actorOf(row: ActorRow, requiredDpaVersion: string): Actor {
  return {
    organizationId: row.organization_id,
    organizationName: row.name,
    clientId: row.client_id,
    tier: row.rate_limit_tier,
    limits: limitsOf(row),
    capabilities: new Set(row.capabilities),
    partners: new Map(row.partners.map((partner) => [partner.uuid, partner])),
    dpa: {
      current: row.dpa_accepted_at !== null && row.dpa_version === requiredDpaVersion,
      ...(row.dpa_version !== null && { version: row.dpa_version }),
      ...(row.dpa_accepted_at !== null && { acceptedAt: row.dpa_accepted_at }),
    },
  };
}

function limitsOf(row: ActorRow): Actor['limits'] {
  if (row.rate_limit_tier !== 'ENTERPRISE') return TIER_LIMITS[row.rate_limit_tier];
  return { read: row.read_per_minute ?? 0, write: row.write_per_minute ?? 0, webhook: row.webhook_per_minute ?? 0 };
}
