import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  jwtVerify,
  type JWTPayload,
  type ProtectedHeaderParameters,
} from 'jose';
import { instantOf } from '../clock.ts';
import { parseJsonBody } from '../http/json-body.ts';
import type { KeySet } from './key-set.ts';
import type { VerifiedToken } from './token-cache.ts';
import { InvalidToken, type TokenFault } from './token-errors.ts';

const ALGORITHMS = ['RS256', 'ES256', 'PS256', 'EdDSA', 'Ed25519'];
const ACCESS_TOKEN_TYPES = new Set(['jwt', 'at+jwt', 'application/at+jwt']);
/** Parameters that bring a key of the sender's choice, or change what is signed (RFC 8725, 3.10; RFC 7797; RFC 7516). */
const REFUSED_PARAMETERS = ['crit', 'jku', 'jwk', 'x5u', 'x5c', 'b64', 'enc', 'zip'];
const SKEW_SECONDS = 30;
/** Access tokens live 300 s; one that claims to live longer than a day is not one of them. */
const MAX_LIFETIME_SECONDS = 24 * 3600;
/** Of the session of somebody who signed in (OpenID Connect Core 2; Front-Channel Logout 3). */
const SESSION_CLAIMS = ['sid', 'session_state', 'auth_time', 'nonce'];
/** How Keycloak calls the users that clients are to themselves. */
const SERVICE_ACCOUNT = 'service-account-';
/** RFC 6749, appendix A.1: a client id is visible ASCII. */
const CLIENT_ID = /^[\x20-\x7e]{1,255}$/;

export interface AccessTokenRules {
  readonly issuer: string;
  readonly audience?: string;
}

/**
 * The id of the key that the token says it was signed with. Refuses by what can be seen without a key: form, header and
 * issuer, so that tokens of another issuer do not use up the fetch that a rotated key of this one may need.
 */
export function readKeyId(token: string, issuer: string): string {
  const segments = token.split('.');
  if (segments.length !== 3 || !segments.every(isCanonicalBase64url))
    throw new InvalidToken('malformed', 'not a compact JWS');
  const header = readHeader(token);
  if (!ALGORITHMS.includes(String(header.alg))) throw new InvalidToken('algorithm', 'algorithm not allowed');
  if (REFUSED_PARAMETERS.some((name) => name in header))
    throw new InvalidToken('malformed', 'header parameter not allowed');
  if (typeof header.typ !== 'string' || !ACCESS_TOKEN_TYPES.has(header.typ.toLowerCase())) {
    throw new InvalidToken('type', 'header typ is not that of an access token');
  }
  if (typeof header.kid !== 'string' || header.kid === '') throw new InvalidToken('kid', 'no key id');
  if (readIssuer(token) !== issuer) throw new InvalidToken('issuer', 'another issuer');
  return header.kid;
}

/** Signature, issuer, audience, times and type (contract 2.2). The caller has passed the token through readKeyId. */
export async function verifyAccessToken(
  token: string,
  keySet: KeySet,
  rules: AccessTokenRules & { readonly now: Date },
): Promise<VerifiedToken> {
  const payload = await verifySignedClaims(token, keySet, rules);
  requireUnambiguous(token);
  if (payload['typ'] !== undefined && payload['typ'] !== 'Bearer')
    throw new InvalidToken('type', 'not an access token');
  // Bound to a key of the sender's (RFC 7800), which nobody proves here: whoever stole it could use it.
  if ('cnf' in payload) throw new InvalidToken('type', 'bound to a key');
  const { exp = Number.NaN, iat = Number.NaN } = payload;
  if (!(exp - iat <= MAX_LIFETIME_SECONDS)) throw new InvalidToken('claims', 'lives too long');
  if (isOfPerson(payload)) throw new InvalidToken('person', 'a person stands behind it');
  return { clientId: readClientId(payload), expiresAt: instantOf(exp * 1000) };
}

/** `azp` and `client_id` name the same one, where both are there (contract 2.2). */
function readClientId({ azp, client_id: alsoNamed = azp }: JWTPayload): string {
  const clientId = azp ?? alsoNamed;
  if (typeof clientId !== 'string' || !CLIENT_ID.test(clientId)) throw new InvalidToken('claims', 'no client');
  if (alsoNamed !== clientId) throw new InvalidToken('claims', 'two clients');
  return clientId;
}

/**
 * Got by a client for a person who signed in, with the client's id in `azp` all the same: the API is for clients that speak for themselves
 * (contract 2.2: client_credentials). Keycloak 26 writes `sid` into whatever comes of a session (decision 0060).
 */
function isOfPerson(payload: JWTPayload): boolean {
  const name = payload['preferred_username'];
  const hasPersonsName = name !== undefined && !(typeof name === 'string' && name.startsWith(SERVICE_ACCOUNT));
  return hasPersonsName || SESSION_CLAIMS.some((claim) => claim in payload);
}

async function verifySignedClaims(
  token: string,
  keySet: KeySet,
  { now, ...expected }: AccessTokenRules & { readonly now: Date },
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keySet.resolveKey, {
      ...expected,
      algorithms: ALGORITHMS,
      requiredClaims: ['iss', 'exp', 'iat'],
      clockTolerance: SKEW_SECONDS,
      maxTokenAge: MAX_LIFETIME_SECONDS,
      currentDate: now,
    });
    return payload;
  } catch (error) {
    // A TypeError is jose's word for a key that does not fit, such as RSA below 2048 bits.
    if (error instanceof errors.JOSEError) throw new InvalidToken(faultOf(error), error.code);
    if (error instanceof TypeError) throw new InvalidToken('signature', 'key does not fit');
    throw error;
  }
}

const CLAIM_FAULTS: Readonly<Record<string, TokenFault>> = { iss: 'issuer', aud: 'audience', nbf: 'not-yet-valid' };

function faultOf(error: errors.JOSEError): TokenFault {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) return CLAIM_FAULTS[error.claim] ?? 'claims';
  return error instanceof errors.JWKSNoMatchingKey ? 'kid' : 'signature';
}

function readHeader(token: string): ProtectedHeaderParameters {
  try {
    return decodeProtectedHeader(token);
  } catch {
    throw new InvalidToken('malformed', 'header cannot be read');
  }
}

function readIssuer(token: string): unknown {
  try {
    return decodeJwt(token).iss;
  } catch {
    throw new InvalidToken('malformed', 'claims cannot be read');
  }
}

/** Buffer skips foreign characters and ignores unused trailing bits, so that many texts would decode to one token. */
function isCanonicalBase64url(segment: string): boolean {
  return Buffer.from(segment, 'base64url').toString('base64url') === segment;
}

/** Jose reads claims with JSON.parse, which keeps the last of two members; another reader of the same token perhaps keeps the first. */
function requireUnambiguous(token: string): void {
  const [header = '', payload = ''] = token.split('.', 2);
  try {
    parseJsonBody(Buffer.from(header, 'base64url'));
    parseJsonBody(Buffer.from(payload, 'base64url'));
  } catch {
    throw new InvalidToken('malformed', 'ambiguous JSON');
  }
}
