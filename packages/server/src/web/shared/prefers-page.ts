import type { FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';

const PAGE = 'text/html; charset=utf-8';
/** The problem comes first: a program that takes anything gets it. */
const OFFERS = ['application/problem+json; charset=utf-8', 'application/json; charset=utf-8', PAGE];

/** Whether a browser asks, which names HTML before anything else, at an address that programs call too (RFC 9110, 12.5.1). */
export function prefersPage(request: Pick<FastifyRequest, 'headers'>): boolean {
  return new Negotiator(request).mediaType(OFFERS) === PAGE;
}
