import { ProblemError } from '../../platform/problems/problems.ts';

export type RateLimitTier = 'STANDARD' | 'HIGH_VOLUME' | 'ENTERPRISE';
export type RateCategory = 'read' | 'write' | 'webhook';

/** The capability flags of contract 2.8. */
export interface Capabilities {
  readonly allowMarketplaceLedKyc: boolean;
  readonly allowMultiVinOrders: boolean;
  readonly allowContactPersonalData: boolean;
  readonly allowKycDocumentDownload: boolean;
}

export interface Partner {
  readonly uuid: string;
  readonly name: string;
  readonly country: string;
}

/** The organization that a call acts for, as it stood at most 5 s ago. */
export interface Actor {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly clientId: string;
  readonly tier: RateLimitTier;
  /** Calls per minute in each category. */
  readonly limits: Readonly<Record<RateCategory, number>>;
  readonly capabilities: Capabilities;
  readonly partners: ReadonlyMap<string, Partner>;
  readonly dpa: { readonly version?: string; readonly acceptedAt?: Date; readonly current: boolean };
}

export interface ActorRow {
  client_id: string;
  organization_id: string;
  name: string;
  rate_limit_tier: RateLimitTier;
  read_per_minute: number | null;
  write_per_minute: number | null;
  webhook_per_minute: number | null;
  allow_marketplace_led_kyc: boolean;
  allow_multi_vin_orders: boolean;
  allow_contact_personal_data: boolean;
  allow_kyc_document_download: boolean;
  dpa_version: string | null;
  dpa_accepted_at: Date | null;
  partners: Partner[];
}

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
    capabilities: {
      allowMarketplaceLedKyc: row.allow_marketplace_led_kyc,
      allowMultiVinOrders: row.allow_multi_vin_orders,
      allowContactPersonalData: row.allow_contact_personal_data,
      allowKycDocumentDownload: row.allow_kyc_document_download,
    },
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

/** Throws 403 `dpa-not-accepted` until the organization's DPA is accepted and current (contract 2.3). */
export function requireDpa(actor: Actor): void {
  if (!actor.dpa.current)
    throw new ProblemError(
      'dpa-not-accepted',
      'The organization has not accepted the current data processing agreement.',
    );
}

/** Throws 403 `forbidden` for every seller without a grant, known or not (contract 2.3). */
export function requirePartner(actor: Actor, sellerId: string): Partner {
  const partner = actor.partners.get(sellerId);
  if (!partner) throw new ProblemError('forbidden', 'The organization may not act for this partner.');
  return partner;
}

/** Throws 403 `capability-required`, naming the flag (contract 2.3). */
export function requireCapability(actor: Actor, flag: keyof Capabilities): void {
  if (!actor.capabilities[flag])
    throw new ProblemError('capability-required', `The organization needs the capability ${flag}.`);
}
