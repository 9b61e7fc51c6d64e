import type { FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';

/** In the order of their worth, where a browser likes several as much. */
const ENCODINGS = ['br', 'gzip', 'identity'] as const;

export type Encoding = (typeof ENCODINGS)[number];

/** The best that the browser's Accept-Encoding allows (RFC 9110, 12.5.3); the plain one where it allows none. */
export function acceptedEncoding(request: FastifyRequest): Encoding {
  const [best] = preferring(new Negotiator(request)).encodings(ENCODINGS, { preferred: ENCODINGS });
  return ENCODINGS.find((known) => known === best) ?? 'identity';
}

interface Preferring {
  encodings(available: readonly string[], options: { readonly preferred: readonly string[] }): string[];
}

/** The library's types are those of its version 0.6; what to prefer among equals came with 1.0 and is in its README. */
function preferring(negotiator: Negotiator): Preferring {
  return negotiator as Preferring;
}
