import type { IncomingMessage } from 'node:http';

const OVERRIDING = new Set(['HEAD', 'PATCH', 'DELETE']);

/**
 * What a request at the address of an upload asks for: proxies that let only GET and POST through get POST with
 * `X-HTTP-Method-Override` (tus 1.0, "X-HTTP-Method-Override"). POST where it names nothing that an upload knows.
 */
export function uploadMethodOf({ method = 'GET', headers }: Pick<IncomingMessage, 'method' | 'headers'>): string {
  if (method !== 'POST') return method;
  const override = String(headers['x-http-method-override'] ?? '').toUpperCase();
  return OVERRIDING.has(override) ? override : method;
}
