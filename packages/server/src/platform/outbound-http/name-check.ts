import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type GuardOptions, isPublicAddress } from './address-guard.ts';

/** All addresses of a name. Rejects when there are none, or when asking takes too long. */
export type ResolveName = (hostname: string) => Promise<readonly string[]>;

const RESOLVE_TIMEOUT_MS = 3_000;

/**
 * Whether a name leads to a refused address at this moment. False where it cannot be resolved: the guard stands at every
 * connection anyway, this only tells early.
 */
export async function leadsToRefused(
  { hostname }: URL,
  options: GuardOptions,
  resolveName: ResolveName = askNameServers,
): Promise<boolean> {
  if (hostname.startsWith('[') || isIP(hostname) !== 0) return false;
  try {
    return (await resolveName(hostname)).some((address) => !isPublicAddress(address, options));
  } catch {
    return false;
  }
}

/** Not `dns.lookup`: it takes a thread of the process for as long as a name server pleases. */
async function askNameServers(hostname: string): Promise<string[]> {
  const resolver = new Resolver({ timeout: RESOLVE_TIMEOUT_MS, tries: 1 });
  const timer = setTimeout(() => resolver.cancel(), RESOLVE_TIMEOUT_MS);
  try {
    const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  } finally {
    clearTimeout(timer);
  }
}
