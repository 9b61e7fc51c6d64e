import http, { type IncomingMessage } from 'node:http';
import type { Connection } from './open-connection.ts';
import { PostError, type PostFailure } from './post-error.ts';
import { type HeardStart, hearStart } from './said-status.ts';

export interface Answer {
  readonly kind: 'answered';
  readonly status: number;
  readonly retryAfter: string | undefined;
}

export interface Exchanged {
  readonly answer: Answer;
  /** So long the connection may wait for another request; 0 where it must not be used again. */
  readonly idleMs: number;
}

export interface ExchangeWish {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
  /** Whether the other side is asked to leave the connection open. */
  readonly keep: boolean;
}

/** It ended before a byte of the answer came: on a connection that had waited, perhaps before the request was read. */
export class UnheardError extends PostError {}

const MAX_ANSWER_BYTES = 65_536;
/** The status says it all; the rest of the answer is heard out only for the other side's sake. */
const LAST_BYTES_MS = 2_000;
/** Below the 5 s after which Node's and Apache's servers close. */
const IDLE_MS = 4_000;
/** On the way while the other side's clock already runs. */
const ON_THE_WAY_MS = 1_000;

/** One request and its answer on a connection that nobody else uses meanwhile. */
export function exchange({ socket }: Connection, wish: ExchangeWish): Promise<Exchanged> {
  const { signal } = wish;
  const { promise, resolve, reject } = Promise.withResolvers<Exchanged>();
  const call = http.request(requestOptions(wish, () => socket));
  const abort = (): void => void call.destroy(new PostError('aborted'));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  let start: HeardStart | undefined;
  call.once('socket', () => (start = hearStart(socket)));
  let heard: Answer | undefined;
  let isHeardOut = false;
  const end = (failure: PostFailure): void => {
    if (heard) return resolve({ answer: heard, idleMs: 0 });
    reject(start?.isEmpty() === true ? new UnheardError(failure) : new PostError(failure));
  };
  call.on('error', ({ code = '' }: NodeJS.ErrnoException) => {
    if (!code.startsWith('HPE_')) return end('reset');
    const status = code === 'HPE_HEADER_OVERFLOW' ? undefined : start?.status();
    if (status !== undefined) heard ??= { kind: 'answered', status, retryAfter: undefined };
    return end('bad-answer');
  });
  call.once('upgrade', () => reject(new PostError('bad-answer')));
  call.once('response', (message) => {
    const { statusCode: status = 0, headers } = message;
    const answer: Answer = { kind: 'answered', status, retryAfter: headers['retry-after'] };
    heard = answer;
    // Set free by Node, which looks at that first: all was sent, the answer has ended, and the other side leaves it open.
    socket.once('free', () => {
      isHeardOut = true;
      resolve({ answer, idleMs: idleMsAfter(message) });
    });
    hearOut(message, { isLast: () => !call.shouldKeepAlive, done: () => resolve({ answer, idleMs: 0 }) });
  });
  // Before the socket is told to be free, where it is.
  call.once('close', () => process.nextTick(end, 'reset'));
  call.end(wish.body);
  return promise.finally(() => {
    signal.removeEventListener('abort', abort);
    start?.stop();
    if (!isHeardOut) call.destroy();
  });
}

function requestOptions(
  { url, headers, body, keep }: ExchangeWish,
  createConnection: http.RequestOptions['createConnection'],
): http.RequestOptions {
  return {
    createConnection,
    method: 'POST',
    path: url.pathname + url.search,
    setHost: false,
    // A receiver that says 2xx in loose HTTP has said 2xx: its connection ends with this answer (see `isPlain`), so nobody can be misled by where that ends.
    insecureHTTPParser: true,
    maxHeaderSize: MAX_ANSWER_BYTES,
    headers: {
      ...headers,
      host: url.host,
      'content-length': body.byteLength,
      connection: keep ? 'keep-alive' : 'close',
    },
  };
}

/** Calls once it has ended, is longer than anybody reads, or takes longer than anybody waits. An answer that has ended well waits for its socket. */
function hearOut(message: IncomingMessage, { isLast, done }: { isLast: () => boolean; done: () => void }): void {
  const patience = setTimeout(done, LAST_BYTES_MS);
  let bytes = 0;
  message.on('data', (part: Buffer) => {
    bytes += part.byteLength;
    if (bytes > MAX_ANSWER_BYTES) done();
  });
  message.on('error', () => undefined);
  message.once('close', () => {
    clearTimeout(patience);
    if (!message.complete || isLast()) done();
  });
}

function idleMsAfter(message: IncomingMessage): number {
  if (!isPlain(message)) return 0;
  const [, seconds] = /(?:^|[,;\s])timeout=(\d{1,6})/i.exec(String(message.headers['keep-alive'] ?? '')) ?? [];
  return seconds === undefined ? IDLE_MS : Math.min(IDLE_MS, Number(seconds) * 1_000 - ON_THE_WAY_MS);
}

/** Whether there is but one way to read where the answer ends: only then may another one follow on the same connection. */
function isPlain({ httpVersion, statusCode, rawHeaders }: IncomingMessage): boolean {
  const framing: string[] = [];
  for (let n = 0; n < rawHeaders.length; n += 2) {
    const name = rawHeaders[n]?.trim().toLowerCase();
    if (name === 'content-length' || name === 'transfer-encoding')
      framing.push(`${rawHeaders[n]}:${rawHeaders[n + 1]}`);
  }
  const [only, second] = framing;
  if (httpVersion !== '1.1' || second !== undefined) return false;
  if (only === undefined) return statusCode === 204 || statusCode === 304;
  return /^(content-length:\d+|transfer-encoding:chunked)$/i.test(only);
}
