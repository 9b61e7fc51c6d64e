import type { FastifyRequest } from 'fastify';

/** Asked for by the page's script, and not by a browser that shows what comes. */
export function prefersJson({ headers: { accept = '' } }: FastifyRequest): boolean {
  return accept.includes('json') && !accept.includes('text/html');
}
