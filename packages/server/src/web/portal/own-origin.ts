import type { FastifyRequest } from 'fastify';
import { DeadEnd } from './dead-end-error.ts';

/** `none` is the visitor himself: a form sent again when the browser restores its windows. */
const OWN_SITES: ReadonlySet<string> = new Set(['same-origin', 'none']);

/** Only these may change anything. */
export function isWrite({ method }: FastifyRequest): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(method);
}

/**
 * Refuses a write that another site made (strength 5). The page's own `no-referrer` makes browsers send `Origin: null`, so null
 * counts as own only where Sec-Fetch-Site vouches for it. Callers that send neither header are no browsers; what remains for
 * them is the session cookie, which SameSite keeps from other sites' POSTs.
 */
export function refuseForeignPost(request: FastifyRequest, ownOrigin: string): void {
  if (!isWrite(request)) return;
  const { origin, 'sec-fetch-site': site } = request.headers;
  const isVouchedFor = site !== undefined && OWN_SITES.has(String(site));
  const isForeignSite = site !== undefined && !isVouchedFor;
  const isForeignOrigin = origin !== undefined && origin !== ownOrigin && !(origin === 'null' && isVouchedFor);
  if (isForeignSite || isForeignOrigin) throw new DeadEnd('forbidden');
}
