import { readJson } from '../../../platform/outbound-http/ask-service.ts';
import { AdminError } from '../../../platform/admin-error.ts';

const TIMEOUT_MS = 15_000;

export interface KeycloakQuestion {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly token?: string;
  /** A form where it is one, else JSON. */
  readonly body?: URLSearchParams | object;
}

export interface KeycloakAnswer {
  readonly status: number;
  /** Undefined where it is none. */
  readonly json: unknown;
}

/** One call of Keycloak, 15 s at most, no redirects: it carries a secret. @throws AdminError where no answer comes */
export async function askKeycloak({ method, url, token, body }: KeycloakQuestion): Promise<KeycloakAnswer> {
  const headers = new Headers({ accept: 'application/json' });
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  if (body !== undefined && !(body instanceof URLSearchParams)) headers.set('content-type', 'application/json');
  const content = body === undefined || body instanceof URLSearchParams ? body : JSON.stringify(body);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const request = {
      method,
      headers,
      redirect: 'error',
      signal,
      ...(content !== undefined && { body: content }),
    } as const;
    const response = await fetch(url, request);
    return { status: response.status, json: readJson(await response.text()) };
  } catch {
    // The library's own words hold nothing that helps, and may hold more than they should.
    const why = signal.aborted ? `gave no answer within ${TIMEOUT_MS / 1000} s` : 'cannot be reached';
    throw new AdminError(`Keycloak at ${new URL(url).origin} ${why}`);
  }
}
