import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { Unauthorized } from '../../../core/identity/index.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import type { SignedCallback } from './provider.ts';

type Key = string | KeyObject;

/** `Idenfy-Signature`: hexadecimal HMAC-SHA-256 over the body as it was sent. */
export function signatureOf(key: Key, body: Uint8Array): string {
  return createHmac('sha256', key).update(body).digest('hex');
}

/** @throws ProblemError `unauthorized` where none of the keys made it */
export function requireSignature(keys: readonly Key[], { body, signature = '' }: SignedCallback): void {
  const given = Buffer.from(signature.toLowerCase());
  const isMadeBy = (key: Key): boolean => {
    const expected = Buffer.from(signatureOf(key, body));
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
  if (keys.some(isMadeBy)) return;
  const headers = { 'www-authenticate': 'Idenfy-Signature' };
  throw new ProblemError(Unauthorized, "The body does not carry the provider's signature.", { headers });
}
