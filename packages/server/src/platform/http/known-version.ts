import type { FastifyRequest } from 'fastify';
import fresh from 'fresh';

/**
 * Whether the caller has this version already (RFC 9110, 13.1.2), so that 304 is all he needs. His Cache-Control is for the caches
 * between us: Node's own fetch says `no-cache` with every If-None-Match.
 */
export function isKnownVersion({ headers }: FastifyRequest, etag: string): boolean {
  return fresh({ 'if-none-match': headers['if-none-match'] }, { etag });
}
