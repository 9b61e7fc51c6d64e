import { hash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { readKeyId, verifyAccessToken, type AccessTokenRules } from './access-token.ts';
import type { Fetch } from './fetch-key-set.ts';
import { createKeySource, type KeySourceStatus } from './key-source.ts';
import type { VerifiedToken } from './token-cache.ts';
import { InvalidToken } from './token-errors.ts';

const SCHEME = 'bearer ';
const MAX_TOKEN_LENGTH = 8 * 1024;

export interface TokenVerifierOptions {
  /** Compared letter by letter with the `iss` claim; no slash at the end. */
  readonly issuer: string;
  /** When given, `aud` must name it. */
  readonly audience?: string;
  /** Default: `{issuer}/protocol/openid-connect/certs`, as Keycloak has it. */
  readonly jwksUrl?: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly fetch?: Fetch;
}

export interface TokenVerifier {
  /**
   * Takes the value of the Authorization header: `Bearer`, one space, one access token of at most 8 KiB (contract 2.2).
   * Rejects with InvalidToken or, while no key set could be had, ProviderUnavailable.
   * A token verified before is answered from memory until its `exp`, or until the provider's keys change.
   */
  verify(authorization: string | undefined): Promise<VerifiedToken>;
  /** Begins to fetch the keys in the background, now and every 5 minutes; returns at once and never throws. */
  start(): void;
  close(): void;
  status(): KeySourceStatus;
}

export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { issuer, audience, clock, log, fetch = globalThis.fetch } = options;
  const jwksUrl = options.jwksUrl ?? `${issuer}/protocol/openid-connect/certs`;
  const rules: AccessTokenRules = audience === undefined ? { issuer } : { issuer, audience };
  const keys = createKeySource({ jwksUrl, clock, log, fetch });

  async function verify(authorization: string | undefined): Promise<VerifiedToken> {
    const token = readBearerToken(authorization);
    const nowMs = clock.now().getTime();
    keys.refreshIfDue(nowMs);
    const digest = hash('sha256', token, 'base64');
    return keys.current(nowMs)?.verified.find(digest, nowMs) ?? verifyAnew(token, digest);
  }

  async function verifyAnew(token: string, digest: string): Promise<VerifiedToken> {
    const keySet = await keys.getFor(readKeyId(token, issuer));
    const verified = await verifyAccessToken(token, keySet, { ...rules, now: clock.now() });
    keySet.verified.insert(digest, verified);
    return verified;
  }

  return { verify, start: keys.start, close: keys.close, status: keys.status };
}

function readBearerToken(authorization: string | undefined): string {
  if (authorization === undefined) throw new InvalidToken('missing', 'no header');
  if (authorization.slice(0, SCHEME.length).toLowerCase() !== SCHEME)
    throw new InvalidToken('malformed', 'no bearer token');
  const token = authorization.slice(SCHEME.length);
  if (token.length > MAX_TOKEN_LENGTH) throw new InvalidToken('malformed', 'token too long');
  return token;
}
