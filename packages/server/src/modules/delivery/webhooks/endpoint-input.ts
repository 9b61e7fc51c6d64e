import { type GuardOptions, refusalOf } from '../../../platform/outbound-http/address-guard.ts';
import { leadsToRefused } from '../../../platform/outbound-http/name-check.ts';
import type { ResolveName } from '../../../platform/outbound-http/name-resolver.ts';
import type { Actor } from '../../../core/identity/index.ts';
import { fieldProblem } from '../../../platform/problems/field-problem.ts';

export interface AddressRules extends GuardOptions {
  readonly resolveName: ResolveName;
}

/** Throws 422 for an address that the guard would refuse at the first connection. It is not shown again: it may hold a secret. */
export async function refuseBadUrl(text: string, rules: AddressRules): Promise<void> {
  const url = URL.parse(text);
  if (!url) throw fieldProblem('url', 'is not an address');
  const refusal = refusalOf(url, rules);
  if (refusal !== undefined) throw fieldProblem('url', refusal);
  if (await leadsToRefused(url, rules, rules.resolveName))
    throw fieldProblem('url', 'must not lead to a private or special-purpose address, as its name does');
}

/** The partners as they are stored. Throws 422 for the first one that the organization has no grant on, or that is there twice. */
export function partnersOf(actor: Actor, partnerIds: readonly string[] | null): string[] | null {
  if (partnerIds === null) return null;
  const lower = partnerIds.map((id) => id.toLowerCase());
  lower.forEach((id, n) => {
    if (!actor.partners.has(id)) throw fieldProblem(`partnerIds.${n}`, 'is not a partner of the organization', id);
    if (lower.indexOf(id) < n) throw fieldProblem(`partnerIds.${n}`, 'is there twice', id);
  });
  return lower;
}
