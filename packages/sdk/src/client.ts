import { type Answered, Call, Listing } from './call.ts';
import type { ApiMethods } from './generated/operation-types.ts';
import type { CallOptions, ClientCredentials, ClientOptions, UploadOptions } from './options.ts';
import { addressOf, type Input, jsonBody, requestOf } from './request.ts';
import { type Route, routes } from './route.ts';
import { sender } from './sender.ts';
import { tokenCache } from './token-cache.ts';
import { NO_BODY } from './upload.ts';
import { behind, firstOf, type Followed, isWaiting, onceThere } from './walk.ts';

const LISTED: ReadonlySet<string> = new Set<Route['answer']>(['page', 'cursor', 'feed']);

/** Every operation by its group and name, and `request` for any other call. */
export interface Client extends ApiMethods {
  /**
   * Makes any call with the client's token, key and tries: JSON as its value, and all else as its Response.
   * @param path below the base, such as `/v1/me`
   * @throws ProblemError, and the errors of every call
   */
  request(verb: string, path: string, options?: RawOptions): Call<unknown>;
}

export interface RawOptions extends CallOptions {
  readonly query?: Readonly<Record<string, string | number | boolean | Date | undefined>> | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * A client of the NT24 Integration API. It holds nothing open; make one and share it, for the sake of its token.
 * @throws TypeError where an address is none
 */
export function createClient({ baseUrl, token, fetch, hooks = {}, timeoutMs, retries }: ClientOptions): Client {
  const base = checkedUrl(baseUrl);
  // Looked up in each call, so that whoever replaces the global one is heard.
  const asked: typeof globalThis.fetch = fetch ?? ((...args) => globalThis.fetch(...args));
  const source = typeof token === 'function' ? token : tokenCache(checkedCredentials(token), asked);
  const send = sender({ token: source, fetch: asked, timeoutMs, retries, hooks });

  const call = async (route: Route, input: Input, options: UploadOptions): Promise<Answered<unknown>> =>
    send({ route, request: requestOf(base, { route, input, options }), options });

  async function* walk(route: Route, first: Input, options: CallOptions): AsyncGenerator<Followed, void, undefined> {
    const callMs = options.timeoutMs ?? timeoutMs ?? Number.POSITIVE_INFINITY;
    if (isWaiting(first) && callMs <= Number(first['wait']) * 1000)
      throw new TypeError('timeoutMs is no longer than wait');
    let next: Input | undefined = firstOf(route, first);
    while (next) {
      const input: Input = next;
      const ask = (): Promise<Answered<unknown>> => call(route, input, options);
      const page = asPage(await (isWaiting(next) ? onceThere(ask, options.signal) : ask())).data;
      yield page;
      next = await behind(page, next, options.signal);
    }
  }

  const methodOf =
    (route: Route) =>
    (input: Input = {}, options: UploadOptions = {}): Call<unknown> => {
      if (!LISTED.has(route.answer)) return new Call(call(route, input, options));
      const ask = (): Promise<Answered<Followed>> => call(route, input, options).then(asPage);
      return new Listing({ ask, walk: () => walk(route, input, options) });
    };

  const request: Client['request'] = (verb, path, options = {}) => new Call(raw(verb, path, options));
  const raw = async (verb: string, path: string, options: RawOptions): Promise<Answered<unknown>> => {
    const { query = {}, body, headers = {} } = options;
    const route: Route = { operation: 'request', verb: verb.toUpperCase(), path, answer: 'any', isForm: false };
    const whole = { url: addressOf(base, path, query), headers, body: body === undefined ? NO_BODY : jsonBody(body) };
    return send({ route, request: whole, options });
  };

  const groups: Record<string, Record<string, unknown>> = {};
  for (const { group, method, route } of routes) (groups[group] ??= {})[method] = methodOf(route);
  return asClient({ ...groups, request });
}

/** The table that the methods are made of and the types that callers see come from one document, by one command. */
function asClient(methods: object): Client {
  return methods as Client;
}

/** The route says that it is one. */
function asPage(answered: Answered<unknown>): Answered<Followed> {
  return answered as Answered<Followed>;
}

function checkedUrl(text: string): URL {
  const url = new URL(text);
  const isPlain = /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (!isPlain || url.search !== '' || url.hash !== '')
    throw new TypeError('an address here is http or https, host and path');
  return url;
}

function checkedCredentials(credentials: ClientCredentials): ClientCredentials {
  checkedUrl('tokenUrl' in credentials ? credentials.tokenUrl : credentials.issuer);
  return credentials;
}
