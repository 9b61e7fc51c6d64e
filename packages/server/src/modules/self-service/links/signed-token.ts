import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { LinkKeys } from './link-keys.ts';

/** Of one kind of token: its label, and how long its claim is. No other kind has both, so that none is ever taken for another. */
export interface TokenKind {
  readonly label: string;
  readonly claimBytes: number;
}

const MAC_BYTES = 16;

/** In base64url: a claim, which begins with the id of its key (1 byte), and HMAC-SHA-256 over it cut to 128 bits (16). */
export function signToken(keys: LinkKeys, { label }: TokenKind, claim: Buffer): string {
  const kid = claim.readUInt8(0);
  const linkKey = keys.keyOf(kid);
  if (!linkKey) throw new Error(`link key ${kid} is not known`);
  return Buffer.concat([claim, macOf(linkKey.key, label, claim)]).toString('base64url');
}

/** The claim; undefined for everything that was not signed here for this purpose, or by a key that is retired. Touches no database. */
export function readToken(keys: LinkKeys, { label, claimBytes }: TokenKind, token: string): Buffer | undefined {
  // Looked at before it is decoded, so that nothing long is.
  if (token.length !== Math.ceil(((claimBytes + MAC_BYTES) * 4) / 3)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.toString('base64url') !== token) return undefined;
  const claim = bytes.subarray(0, claimBytes);
  const linkKey = keys.keyOf(claim.readUInt8(0));
  if (!linkKey || linkKey.isRetired) return undefined;
  return timingSafeEqual(macOf(linkKey.key, label, claim), bytes.subarray(claimBytes)) ? claim : undefined;
}

function macOf(key: KeyObject, label: string, claim: Buffer): Buffer {
  return createHmac('sha256', key).update(label).update(claim).digest().subarray(0, MAC_BYTES);
}
