import { ConnectionError, TokenError } from './errors.ts';
import type { ClientCredentials, TokenSource } from './options.ts';

const FETCH_TIMEOUT_MS = 15_000;
/** Where the provider does not say how long a token lives. */
const USUAL_LIFE_SECONDS = 60;
/** A token is renewed so long before its end, or at a fifth of its life where that is less: it must last to the end of a call's way. */
const SLACK_SECONDS = 30;
const OAUTH_CODE = /^[a-z_]{1,50}$/;

interface Token {
  readonly value: string;
  readonly renewAtMs: number;
}

/**
 * Tokens by client credentials: one for all callers until shortly before its end, one fetch for those who come while there is none.
 * What fails is kept for nobody. The secret stays in here.
 */
export function tokenCache(credentials: ClientCredentials, fetch: typeof globalThis.fetch): TokenSource {
  let current: Promise<Token> | undefined;
  let known: Token | undefined;
  const renew = (): Promise<Token> => {
    known = undefined;
    const fetched = fetchToken(credentials, fetch);
    current = fetched;
    fetched.then(
      (token) => void (known = token),
      () => void (current = undefined),
    );
    return fetched;
  };
  return async ({ refused }) => {
    const isSpent = known !== undefined && (known.value === refused || Date.now() >= known.renewAtMs);
    const token = current === undefined || isSpent ? renew() : current;
    return (await token).value;
  };
}

async function fetchToken(credentials: ClientCredentials, fetch: typeof globalThis.fetch): Promise<Token> {
  const { clientId, clientSecret } = credentials;
  const url =
    'tokenUrl' in credentials ? credentials.tokenUrl : `${trimmed(credentials.issuer)}/protocol/openid-connect/token`;
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const askedMs = Date.now();
  const { status, text } = await ask(fetch, url, new URLSearchParams(form));
  const answer = parsed(text);
  const { access_token: value, expires_in: lifeSeconds = USUAL_LIFE_SECONDS, error } = answer;
  if (status !== 200 || typeof value !== 'string') {
    throw new TokenError({ status, code: typeof error === 'string' && OAUTH_CODE.test(error) ? error : undefined });
  }
  const life = Number(lifeSeconds);
  return { value, renewAtMs: askedMs + (life - Math.min(SLACK_SECONDS, life / 5)) * 1000 };
}

async function ask(
  fetch: typeof globalThis.fetch,
  url: string,
  body: URLSearchParams,
): Promise<{ readonly status: number; readonly text: string }> {
  try {
    // A redirection would carry the secret to an address that nobody gave.
    const init = { method: 'POST', body, redirect: 'manual', signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) } as const;
    const response = await fetch(url, init);
    return { status: response.status, text: await response.text() };
  } catch (error) {
    throw new ConnectionError('the identity provider cannot be reached', { cause: error });
  }
}

const trimmed = (url: string): string => url.replace(/\/+$/, '');

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
