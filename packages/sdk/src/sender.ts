import { attemptOnce, type Sending } from './attempt.ts';
import type { Answered } from './call.ts';
import { Deadline } from './deadline.ts';
import type { CallOptions, Hooks, TokenSource } from './options.ts';
import { pause } from './pause.ts';
import { ProblemError } from './problem-error.ts';
import type { ApiRequest } from './request.ts';
import { pauseMs, whyAgain } from './retry-plan.ts';
import type { Route } from './route.ts';
import { untilRead } from './streamed-answer.ts';
import { tell } from './tell.ts';

const TIMEOUT_MS = 60_000;
const UPLOAD_TIMEOUT_MS = 600_000;
const RETRIES = 4;
/** Tokens of links open them; the API's own paths have none, but a raw call may. */
const LINK_TOKEN = /\/([id])\/[^/]+/g;

export interface SenderOptions {
  readonly token: TokenSource;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number | undefined;
  readonly retries: number | undefined;
  readonly hooks: Hooks;
}

export interface CallWish {
  readonly route: Route;
  readonly request: ApiRequest;
  readonly options: CallOptions;
}

export type Send = (wish: CallWish) => Promise<Answered<unknown>>;

/** Makes calls with their tries: a 401 once with another token, and what may pass a bounded number of times, within the call's time. */
export function sender({ token, fetch, hooks, ...defaults }: SenderOptions): Send {
  return async (wish) => {
    const { body } = wish.request;
    let isDone = false;
    try {
      const answered = await inTime(prepared(wish), wish.options.retries ?? defaults.retries ?? RETRIES);
      isDone = true;
      return answered;
    } finally {
      body.close(isDone);
    }
  };

  function prepared({ route, request, options }: CallWish): Sending {
    const requestId = crypto.randomUUID();
    // Before the clock runs, which whoever cannot be sent would leave behind.
    const headers = headersOf({ route, request, options, requestId });
    const usualMs = route.isForm ? UPLOAD_TIMEOUT_MS : TIMEOUT_MS;
    const deadline = new Deadline(options.timeoutMs ?? defaults.timeoutMs ?? usualMs, options.signal, requestId);
    const path = request.url.pathname.replaceAll(LINK_TOKEN, '/$1/***');
    return {
      route,
      request,
      headers,
      deadline,
      facts: { operation: route.operation, verb: route.verb, path, requestId },
    };
  }

  async function inTime(sending: Sending, retries: number): Promise<Answered<unknown>> {
    const { deadline } = sending;
    let isStream = false;
    try {
      const answered = await withTries(sending, retries);
      isStream = answered.data === answered.response;
      if (!isStream) return answered;
      // What is answered with is the stream: its time is its reader's, who may still end it by his signal.
      deadline.stopClock();
      const response = untilRead(answered.response, () => deadline.close());
      return { data: response, response };
    } finally {
      if (!isStream) deadline.close();
    }
  }

  async function withTries(sending: Sending, retries: number): Promise<Answered<unknown>> {
    const { deadline, request, facts } = sending;
    let refused: string | undefined;
    let left = retries;
    for (let attempt = 1; ; attempt += 1) {
      let used: string | undefined;
      try {
        deadline.signal.throwIfAborted();
        used = await deadline.within(token({ refused }));
        return await attemptOnce({ fetch, hooks }, sending, { accessToken: used, attempt });
      } catch (error) {
        if (deadline.signal.aborted && !(error instanceof ProblemError)) throw deadline.signal.reason;
        const own = request.body.failure();
        if (own) throw own.error;
        const isFirstRefusal = refused === undefined && error instanceof ProblemError && error.is('unauthorized');
        const reason = isFirstRefusal ? 'unauthorized' : whyAgain(error);
        const delayMs = isFirstRefusal ? 0 : pauseMs(error, attempt);
        if (reason === undefined || (!isFirstRefusal && !(left > 0))) throw error;
        if (!request.body.isWhole() || !deadline.leaves(delayMs)) throw error;
        if (isFirstRefusal) refused = used;
        else left -= 1;
        tell(hooks.onRetry, { ...facts, attempt, reason, delayMs: Math.round(delayMs) });
        await pause(delayMs, deadline.signal);
      }
    }
  }
}

interface Head extends CallWish {
  readonly requestId: string;
}

/**
 * But for the token, which may be another in each try. A write's key stays the same.
 * @throws TypeError where verb, headers and body make no request
 */
function headersOf({ route, request, options, requestId }: Head): Headers {
  const headers = new Headers();
  const set = (name: string, value: string): void => {
    try {
      headers.set(name, value);
    } catch {
      // The runtime's own word holds the value.
      throw new TypeError(`the header ${name} cannot be sent as it is given`);
    }
  };
  for (const [name, value] of Object.entries(request.headers)) set(name, value);
  set('X-Request-Id', requestId);
  const { contentType } = request.body;
  if (contentType !== undefined) set('Content-Type', contentType);
  const key = options.idempotencyKey ?? headers.get('Idempotency-Key') ?? crypto.randomUUID();
  if (route.verb !== 'GET') set('Idempotency-Key', key);
  // Else each try would fail of it, and look like a broken connection.
  if (contentType !== undefined && /^(GET|HEAD)$/.test(route.verb)) throw new TypeError(`${route.verb} has no body`);
  void new Request(request.url, { method: route.verb });
  return headers;
}
