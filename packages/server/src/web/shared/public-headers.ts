import type { FastifyInstance } from 'fastify';
import { SECURITY_HEADERS } from '../../platform/http/security-headers.ts';

/** On every answer of the public page, errors and assets included (contract 3.5, strength 5). Assets differ in Cache-Control. */
export const PUBLIC_HEADERS: Readonly<Record<string, string>> = Object.freeze({
  ...SECURITY_HEADERS,
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
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex',
  // By this the page's script knows our answers from those of proxies and firewalls in between.
  'x-novatrade-page': '1',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
});

/** Beside them: Chromium shows a PDF by an element and a style that it puts around it, under the answer's policy (crbug.com/271452). */
export const PDF_HEADERS: Readonly<Record<string, string>> = Object.freeze({
  'content-security-policy': [
    "default-src 'none'",
    "object-src 'self'",
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
});

export function sendPublicHeaders(scope: FastifyInstance): void {
  scope.addHook('onRequest', async (_request, reply) => void reply.headers(PUBLIC_HEADERS));
}
