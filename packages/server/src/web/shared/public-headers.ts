import type { FastifyInstance } from 'fastify';

/** On every answer of the public page, errors and assets included (contract 3.5, strength 5). Assets differ in Cache-Control. */
export const PUBLIC_HEADERS = Object.freeze({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
});

export function sendPublicHeaders(scope: FastifyInstance): void {
  scope.addHook('onRequest', async (_request, reply) => void reply.headers(PUBLIC_HEADERS));
}
