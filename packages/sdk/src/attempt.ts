import type { Answered } from './call.ts';
import type { Deadline } from './deadline.ts';
import { ConnectionError } from './errors.ts';
import type { Hooks, RequestFacts } from './options.ts';
import { readAnswer } from './read-answer.ts';
import type { ApiRequest } from './request.ts';
import type { Route } from './route.ts';
import { tell } from './tell.ts';

const HEADER_TOKEN = /^[!-~]+$/;

/** One call, as all its tries share it. */
export interface Sending {
  readonly route: Route;
  readonly request: ApiRequest;
  readonly headers: Headers;
  readonly deadline: Deadline;
  readonly facts: Omit<RequestFacts, 'attempt'>;
}

interface Line {
  readonly fetch: typeof globalThis.fetch;
  readonly hooks: Hooks;
}

interface Attempt {
  readonly accessToken: string;
  /** From 1. */
  readonly attempt: number;
}

/** @throws ConnectionError, ProblemError, UnexpectedAnswerError; TypeError where the token cannot be sent */
export async function attemptOnce(
  { fetch, hooks }: Line,
  { route, request, headers, deadline, facts }: Sending,
  { accessToken, attempt }: Attempt,
): Promise<Answered<unknown>> {
  tell(hooks.onRequest, { ...facts, attempt });
  const startedMs = performance.now();
  const withToken = new Headers(headers);
  withToken.set('Authorization', `Bearer ${checked(accessToken)}`);
  // A redirection would carry the body to an address that nobody gave.
  const init = { method: route.verb, headers: withToken, redirect: 'manual', signal: deadline.signal } as const;
  try {
    const response = await answerOf({ fetch, requestId: facts.requestId }, request, init);
    const durationMs = Math.round(performance.now() - startedMs);
    tell(hooks.onResponse, { ...facts, attempt, status: response.status, durationMs });
    return await readAnswer(response, route, facts.requestId);
  } finally {
    request.body.endTry();
  }
}

interface Way {
  readonly fetch: typeof globalThis.fetch;
  readonly requestId: string;
}

async function answerOf({ fetch, requestId }: Way, { url, body }: ApiRequest, init: RequestInit): Promise<Response> {
  const content = body.open();
  // A stream is sent while it is made; not every runtime has this in its types.
  const streamed = content instanceof ReadableStream ? ({ duplex: 'half' } as const) : {};
  try {
    return await fetch(url, { ...init, ...streamed, ...(content !== undefined && { body: content }) });
  } catch (cause) {
    const own = unreadable(cause);
    if (own) throw own;
    throw new ConnectionError(`no answer from ${url.origin}`, { requestId, cause });
  }
}

/** What the runtime would say of a wrong header holds the header. */
function checked(accessToken: string): string {
  if (!HEADER_TOKEN.test(accessToken)) throw new TypeError('the access token is none that a header can carry');
  return accessToken;
}

/** What a Blob fails with whose file has changed. */
function unreadable(error: unknown): Error | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause.name === 'NotReadableError') return cause;
  return undefined;
}
