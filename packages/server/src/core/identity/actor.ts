import type { Capability } from './capability.ts';
import { ProblemError } from '../../platform/problems/problems.ts';
import { CapabilityRequired, DpaNotAccepted, Forbidden } from './problems.ts';

export type RateLimitTier = 'STANDARD' | 'HIGH_VOLUME' | 'ENTERPRISE';
export type RateCategory = 'read' | 'write' | 'webhook';

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
  /** The flags of the capabilities that it has. */
  readonly capabilities: ReadonlySet<string>;
  readonly partners: ReadonlyMap<string, Partner>;
  readonly dpa: { readonly version?: string; readonly acceptedAt?: Date; readonly current: boolean };
}

/** Throws 403 `dpa-not-accepted` until the organization's DPA is accepted and current (contract 2.3). */
export function requireDpa(actor: Actor): void {
  if (!actor.dpa.current)
    throw new ProblemError(DpaNotAccepted, 'The organization has not accepted the current data processing agreement.');
}

/** Throws 403 `forbidden` for every seller without a grant, known or not (contract 2.3). */
export function requirePartner(actor: Actor, sellerId: string): Partner {
  const partner = actor.partners.get(sellerId);
  if (!partner) throw new ProblemError(Forbidden, 'The organization may not act for this partner.');
  return partner;
}

/** Throws 403 `capability-required`, naming the flag (contract 2.3). */
export function requireCapability(actor: Actor, capability: Capability): void {
  if (!hasCapability(actor, capability))
    throw new ProblemError(CapabilityRequired, `The organization needs the capability ${capability.flag}.`);
}

export function hasCapability({ capabilities }: Actor, { flag }: Capability): boolean {
  return capabilities.has(flag);
}
