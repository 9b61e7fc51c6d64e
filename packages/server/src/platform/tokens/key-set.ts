import { createLocalJWKSet, type JWK, type JWTVerifyGetKey } from 'jose';
import { createTokenCache, type TokenCache } from './token-cache.ts';

const MAX_CACHED_TOKENS = 10_000;
const ASYMMETRIC_KEY_TYPES = new Set<unknown>(['RSA', 'EC', 'OKP']);

/** The provider's public signing keys as published at one time. */
export interface KeySet {
  has(keyId: string): boolean;
  readonly resolveKey: JWTVerifyGetKey;
  /** Equal for equal keys. */
  readonly fingerprint: string;
  /** Tokens verified with these keys; it goes when they go, so that a withdrawn key's tokens do not live on. */
  readonly verified: TokenCache;
}

/** Reads a JWKS document and leaves out what cannot verify a signature (encryption keys, symmetric or private keys). Throws when nothing is left. */
export function parseKeySet(document: string): KeySet {
  const parsed: unknown = JSON.parse(document);
  const published = isObject(parsed) && Array.isArray(parsed['keys']) ? parsed['keys'] : [];
  const keys = published.filter(isSigningKey);
  if (keys.length === 0) throw new Error('the key set holds no signing key');
  const ids = new Set(keys.map((key) => key.kid));
  return {
    has: (keyId) => ids.has(keyId),
    resolveKey: createLocalJWKSet({ keys }),
    fingerprint: JSON.stringify(keys),
    verified: createTokenCache(MAX_CACHED_TOKENS),
  };
}

function isSigningKey(key: unknown): key is JWK & { kty: string; kid: string } {
  return (
    isObject(key) &&
    typeof key['kid'] === 'string' &&
    ASYMMETRIC_KEY_TYPES.has(key['kty']) &&
    (key['use'] === undefined || key['use'] === 'sig') &&
    !('d' in key)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
