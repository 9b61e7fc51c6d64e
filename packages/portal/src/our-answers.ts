/** Carried by all our answers, errors included; what a proxy or firewall says by itself has none. */
const OUR_HEADER = 'X-Novatrade-Page';

export type ReadHeader = (name: string) => string | null | undefined;

export function isOurs(header: ReadHeader): boolean {
  return Boolean(header(OUR_HEADER));
}

/** Come back later: another request is at the file, or there were too many. */
const PASSING = new Set([408, 413, 423, 425, 429]);

/** Something on the way does not let the request through, today or tomorrow. A 413 may pass in smaller pieces. */
export function isRefusedOnTheWay(status: number, header: ReadHeader): boolean {
  if (isOurs(header)) return false;
  return status === 501 || (status >= 400 && status < 500 && !PASSING.has(status));
}

/** Nothing is wrong with what was sent: the service has no time or room for it now. */
export function isLater(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501);
}

export function retryAfterOf(header: ReadHeader): number {
  return Number(header('Retry-After')) || 0;
}
