import { tell } from './tell.ts';
import { SIGNATURE_HEADER, WebhookVerificationError } from './webhook-delivery.ts';
import type { WebhookEvent } from './webhook-event.ts';
import { verify } from './webhook-verify.ts';

const HEADER = SIGNATURE_HEADER.toLowerCase();
const LARGEST_BODY = 1_048_576;

export interface ReceiverOptions {
  /** The endpoint's secret as shown when it was made, `whsec_` included. Several while one replaces another. */
  readonly secret: string | readonly string[];
  /**
   * Stores the event, or does nothing where its `id` is known already, and is quick: the answer is due within 15 seconds. The delivery comes
   * again where it fails.
   */
  readonly take: (event: WebhookEvent) => Promise<void> | void;
  /** How far the signature's time may lie from now, in seconds, either way. Default 300. */
  readonly toleranceSeconds?: number | undefined;
  /** Told why a delivery was not answered 204: a WebhookVerificationError, what `take` threw, or why the body could not be read. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Statuses: 204 taken, 400 not to be trusted, 405 no POST, 413 over 1 MiB, 500 `take` has failed. */
type Status = 204 | 400 | 405 | 413 | 500;

/** Of node:http and of frameworks on it; what a framework has read already is in `body`. */
interface NodeRequest extends AsyncIterable<Uint8Array> {
  readonly method?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body?: unknown;
}

interface NodeResponse {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(): unknown;
}

/**
 * For `createServer` of node:http, and as a handler of Express: before `express.json()`, or behind `express.raw()`, since
 * what was signed are the bytes as they came.
 */
export function nodeReceiver(
  options: ReceiverOptions,
): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  return async (request, response) => {
    const status = await statusOf(request, options);
    response.statusCode = status;
    // What is left unread would be taken for the next request.
    if (status === 413) response.setHeader('Connection', 'close');
    response.end();
  };
}

async function statusOf(request: NodeRequest, options: ReceiverOptions): Promise<Status> {
  if (request.method !== 'POST') return 405;
  // Told so, its sender need not be cut off in the middle.
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) return 413;
  try {
    const body = await bodyOf(request);
    return body === undefined ? 413 : await judge({ body, signature: request.headers[HEADER] }, options);
  } catch (error) {
    tell(options.onError, error);
    return 500;
  }
}

async function bodyOf(request: NodeRequest): Promise<Uint8Array | string | undefined> {
  const { body } = request;
  if (body instanceof Uint8Array || typeof body === 'string') return body;
  if (body !== undefined && body !== null) throw new TypeError('the body was parsed: receive it before any parser');
  return collect(request);
}

/** Undefined where it is too large; no more is read then. */
async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const read: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    if ((size += chunk.length) > LARGEST_BODY) return undefined;
    read.push(new Uint8Array(chunk));
  }
  return new Uint8Array(await new Blob(read).arrayBuffer());
}

/** For runtimes and frameworks that speak Request and Response: Deno, Bun, Hono, Next.js, workers. */
export function fetchReceiver(options: ReceiverOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'POST') return new Response(null, { status: 405 });
    return new Response(null, { status: await fetchedStatus(request, options) });
  };
}

async function fetchedStatus(request: Request, options: ReceiverOptions): Promise<Status> {
  try {
    const body = await collect(piecesOf(request));
    const signature = request.headers.get(HEADER) ?? undefined;
    return body === undefined ? 413 : await judge({ body, signature }, options);
  } catch (error) {
    tell(options.onError, error);
    return 500;
  }
}

/** By a reader, since the streams of some browsers are no iterables. */
async function* piecesOf({ body }: Request): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  try {
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) yield next.value;
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
}

interface FastifyScope {
  removeAllContentTypeParsers(): void;
  addContentTypeParser(
    type: string,
    options: { readonly parseAs: 'buffer'; readonly bodyLimit: number },
    parser: (request: unknown, body: unknown, done: (error: null, body: unknown) => void) => void,
  ): unknown;
  post(path: string, handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>): unknown;
}

interface FastifyRequest {
  readonly headers: NodeRequest['headers'];
  readonly body: unknown;
}

interface FastifyReply {
  code(status: number): FastifyReply;
  send(): unknown;
}

/** A plugin of Fastify, for `register`: it answers at one path, and other routes keep their parsers. */
export function fastifyReceiver({
  path,
  ...options
}: ReceiverOptions & { readonly path: string }): (scope: FastifyScope) => Promise<void> {
  return async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LARGEST_BODY }, (_request, body, done) =>
      done(null, body),
    );
    scope.post(path, async ({ body, headers }, reply) => {
      const bytes = body instanceof Uint8Array ? body : new Uint8Array();
      return reply.code(await judge({ body: bytes, signature: headers[HEADER] }, options)).send();
    });
  };
}

interface Received {
  readonly body: Uint8Array | string;
  readonly signature: string | readonly string[] | undefined;
}

async function judge({ body, signature }: Received, options: ReceiverOptions): Promise<Status> {
  const { secret, take, toleranceSeconds } = options;
  try {
    const header = typeof signature === 'string' ? signature : signature?.join();
    await take(
      await verify({ body, signature: header, secret, ...(toleranceSeconds !== undefined && { toleranceSeconds }) }),
    );
    return 204;
  } catch (error) {
    tell(options.onError, error);
    return error instanceof WebhookVerificationError ? 400 : 500;
  }
}
