import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, type JWK, type JWTPayload } from 'jose';
import { createLogger } from '../logger.ts';
import { createTokenVerifier, type TokenVerifier, type TokenVerifierOptions } from './index.ts';

export const AUDIENCE = 'nt24-api';
const silentLog = createLogger('silent');

export interface TestKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export function createKey(kid: string, alg: string): TestKey {
  return { kid, alg, ...generatePair(alg) };
}

function generatePair(alg: string): { privateKey: KeyObject; publicKey: KeyObject } {
  if (alg === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' });
  if (alg === 'EdDSA' || alg === 'Ed25519') return generateKeyPairSync('ed25519');
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

export function publicJwk({ kid, alg, publicKey }: TestKey): JWK {
  return { ...(publicKey.export({ format: 'jwk' }) as JWK), kid, alg, use: 'sig' };
}

/** A clock that stands still until it is told otherwise. */
export class TestClock {
  #ms = Date.UTC(2026, 5, 1);
  now(): Date {
    return new Date(this.#ms);
  }
  seconds(): number {
    return this.#ms / 1000;
  }
  advance(seconds: number): void {
    this.#ms += seconds * 1000;
  }
}

export type Answer = { readonly status: number; readonly body?: string; readonly location?: string } | 'hang' | 'drop';

/** A real HTTP server with a JWKS, which can be told to answer otherwise. */
export interface TestProvider {
  readonly issuer: string;
  readonly clock: TestClock;
  /** The clock's time, in seconds, of each fetch that a verifier began. */
  readonly fetchTimes: number[];
  publish(keys: readonly TestKey[]): void;
  answerWith(answer: Answer): void;
  claims(changes?: JWTPayload): JWTPayload;
  /** An honest access token as Keycloak makes them, but for `changes`. */
  token(key: TestKey, changes?: JWTPayload): Promise<string>;
  createVerifier(options?: Partial<TokenVerifierOptions>): TokenVerifier;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function startProvider(): Promise<TestProvider> {
  const clock = new TestClock();
  const fetchTimes: number[] = [];
  let answer: Answer = { status: 200, body: '{"keys":[]}' };
  const server = createServer((request, response) => {
    if (answer === 'hang') return;
    if (answer === 'drop') return void request.socket.destroy();
    response.writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location });
    response.end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/realms/nt24-idp`;
  const verifiers: TokenVerifier[] = [];

  function claims(changes: JWTPayload = {}): JWTPayload {
    const iat = clock.seconds();
    const client = { azp: 'api-client-demo', client_id: 'api-client-demo', sub: 'service-account' };
    return { iss: issuer, aud: AUDIENCE, iat, exp: iat + 300, typ: 'Bearer', jti: 'j1', ...client, ...changes };
  }

  return {
    issuer,
    clock,
    fetchTimes,
    publish: (keys) => (answer = { status: 200, body: JSON.stringify({ keys: keys.map(publicJwk) }) }),
    answerWith: (next) => (answer = next),
    claims,
    token: (key, changes) =>
      new SignJWT(claims(changes)).setProtectedHeader({ alg: key.alg, typ: 'JWT', kid: key.kid }).sign(key.privateKey),
    createVerifier(options) {
      const fetch: typeof globalThis.fetch = (input, init) => {
        fetchTimes.push(clock.seconds());
        return globalThis.fetch(input, init);
      };
      const verifier = createTokenVerifier({ issuer, audience: AUDIENCE, clock, log: silentLog, fetch, ...options });
      verifiers.push(verifier);
      return verifier;
    },
    async [Symbol.asyncDispose]() {
      for (const verifier of verifiers) verifier.close();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** A token from any text, with a signature that fits an RSA key: what a signer without our care might have made. */
export function signText(header: Part, payload: Part, key: TestKey): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${sign('sha256', Buffer.from(input), key.privateKey).toString('base64url')}`;
}

type Part = string | Buffer | object;

export function encode(part: Part): string {
  if (Buffer.isBuffer(part)) return part.toString('base64url');
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}
