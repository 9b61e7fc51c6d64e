import { Resolver } from 'node:dns/promises';

/** All addresses of a name. Rejects when there is none, or none in time. */
export type ResolveName = (hostname: string) => Promise<readonly string[]>;

export interface NameResolverOptions {
  /** `address:port`; default: the system's. */
  readonly servers?: readonly string[];
  /** Per question and server. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 2_000;
const TRIES = 2;

/**
 * Asks name servers itself. The system's own look-up waits in one of the process's few threads: a handful of names whose servers
 * hang would hold up everything else there. What a hosts file says is not known here, but for localhost.
 */
export function createNameResolver({ servers, timeoutMs = TIMEOUT_MS }: NameResolverOptions = {}): ResolveName {
  const resolver = new Resolver({ timeout: timeoutMs, tries: TRIES });
  if (servers) resolver.setServers(servers);
  return async (hostname) => {
    if (/^(.+\.)?localhost\.?$/i.test(hostname)) return ['127.0.0.1', '::1'];
    const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (addresses.length === 0) throw new Error('the name leads to no address');
    return addresses;
  };
}
