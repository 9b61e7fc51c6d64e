import type { FastifyRequest } from 'fastify';

/** `none` is the visitor himself: a form sent again when the browser restores its windows. */
const OWN_SITES: ReadonlySet<string> = new Set(['same-origin', 'none']);

/** Only these may change anything. */
export function isWrite({ method }: FastifyRequest): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(method);
}

/**
 * Whether another site made this write (strength 5). Under the page's own referrer policy browsers name its origin with every form,
 * old ones too that send no Sec-Fetch-Site. Null, which any sandboxed frame sends, counts as own only where Sec-Fetch-Site vouches for
 * it: where something in between has hidden the origin. Callers that send neither header are no browsers; what remains for them is the
 * session cookie, which SameSite keeps from other sites' POSTs.
 */
export function isForeignWrite(request: FastifyRequest, ownOrigin: string): boolean {
  if (!isWrite(request)) return false;
  const { origin, 'sec-fetch-site': site } = request.headers;
  const isVouchedFor = site !== undefined && OWN_SITES.has(String(site));
  const isForeignSite = site !== undefined && !isVouchedFor;
  const isForeignOrigin = origin !== undefined && origin !== ownOrigin && !(origin === 'null' && isVouchedFor);
  return isForeignSite || isForeignOrigin;
}
