import { isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type GuardOptions, isPublicAddress } from './address-guard.ts';
import type { ResolveName } from './name-resolver.ts';

const PATIENCE_MS = 3_000;

/**
 * Whether a name leads to a refused address at this moment. False where it cannot be resolved within 3 s: the guard stands at
 * every connection anyway, this only tells early.
 */
export async function leadsToRefused(
  { hostname }: URL,
  options: GuardOptions,
  resolveName: ResolveName,
): Promise<boolean> {
  if (hostname.startsWith('[') || isIP(hostname) !== 0) return false;
  const addresses = resolveName(hostname).catch((): readonly string[] => []);
  const found = await Promise.race([addresses, sleep(PATIENCE_MS, [], { ref: false })]);
  return found.some((address) => !isPublicAddress(address, options));
}
