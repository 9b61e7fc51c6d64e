import { ConnectionError, TokenError } from './errors.ts';
import type { ClientCredentials, TokenSource } from './options.ts';
import { retryAfterSeconds } from './retry-plan.ts';

const FETCH_TIMEOUT_MS = 15_000;
/** Where the provider does not say how long a token lives. */
const USUAL_LIFE_SECONDS = 60;
/** A token is renewed so long before its end, or at a fifth of its life where that is less: it must last to the end of a call's way. */
const SLACK_SECONDS = 30;
const OAUTH_CODE = /^[a-z_]{1,50}$/;

/** After a renewal has failed, while the token is good still. */
const RENEW_AGAIN_MS = 5_000;

interface Token {
  readonly value: string;
  renewAtMs: number;
  readonly endsAtMs: number;
}

/**
 * Tokens by client credentials: one for all callers until shortly before its end, one fetch for those who come while there is none.
 * What fails is kept for nobody, and is heard of only by those for whom the last token is good no more. The secret stays in here.
 */
export function tokenCache(credentials: ClientCredentials, fetch: typeof globalThis.fetch): TokenSource {
  let known: Token | undefined;
  let fetching: Promise<Token> | undefined;
  const renew = async (): Promise<Token> => {
    try {
      return (known = await fetchToken(credentials, fetch));
    } catch (error) {
      if (known) known.renewAtMs = Date.now() + RENEW_AGAIN_MS;
      throw error;
    } finally {
      fetching = undefined;
    }
  };
  return async ({ refused }) => {
    if (known?.value === refused) known = undefined;
    const held = known;
    if (held && Date.now() < held.renewAtMs) return held.value;
    try {
      return (await (fetching ??= renew())).value;
    } catch (error) {
      if (held && Date.now() < held.endsAtMs) return held.value;
      throw error;
    }
  };
}

async function fetchToken(credentials: ClientCredentials, fetch: typeof globalThis.fetch): Promise<Token> {
  const { clientId, clientSecret } = credentials;
  const url =
    'tokenUrl' in credentials ? credentials.tokenUrl : `${trimmed(credentials.issuer)}/protocol/openid-connect/token`;
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const askedMs = Date.now();
  const { status, headers, text } = await ask(fetch, url, new URLSearchParams(form));
  const answer = parsed(text);
  const { access_token: value, expires_in: lifeSeconds = USUAL_LIFE_SECONDS, error } = answer;
  if (status !== 200 || typeof value !== 'string') {
    const code = typeof error === 'string' && OAUTH_CODE.test(error) ? error : undefined;
    throw new TokenError({ status, code, retryAfterSeconds: retryAfterSeconds(headers) });
  }
  const life = Number(lifeSeconds);
  const endsAtMs = askedMs + life * 1000;
  return { value, endsAtMs, renewAtMs: endsAtMs - Math.min(SLACK_SECONDS, life / 5) * 1000 };
}

async function ask(
  fetch: typeof globalThis.fetch,
  url: string,
  body: URLSearchParams,
): Promise<{ readonly status: number; readonly headers: Headers; readonly text: string }> {
  try {
    // A redirection would carry the secret to an address that nobody gave.
    const init = { method: 'POST', body, redirect: 'manual', signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) } as const;
    const response = await fetch(url, init);
    return { status: response.status, headers: response.headers, text: await response.text() };
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
