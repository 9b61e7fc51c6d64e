import type { FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';

/** Comes first: who takes anything gets the page. */
const PAGE = 'text/html; charset=utf-8';
const OFFERS = [PAGE, 'application/json; charset=utf-8', 'application/problem+json; charset=utf-8'];

/** Asked for by the page's script, and not by a browser that shows what comes (RFC 9110, 12.5.1). */
export function prefersJson(request: Pick<FastifyRequest, 'headers'>): boolean {
  return (new Negotiator(request).mediaType(OFFERS) ?? PAGE) !== PAGE;
}
