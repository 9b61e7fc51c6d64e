import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import { isPublicAddress, refusalOf } from './address-guard.ts';
import { createNameResolver, type ResolveName } from './name-resolver.ts';
import { hearStatus } from './said-status.ts';

export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Gives up at once. */
  readonly signal?: AbortSignal;
}

export interface PostOptions {
  readonly allowLoopback: boolean;
  readonly resolveName?: ResolveName;
  /** From the first question for the name to the last byte of the answer. */
  readonly timeoutMs?: number;
  /** Certificates to trust instead of the usual authorities. */
  readonly ca?: string;
}

/** Why there is no answer. */
export type PostFailure =
  'refused-address' | 'dns' | 'connect' | 'tls' | 'reset' | 'bad-answer' | 'timeout' | 'aborted';

export type PostResult =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter: string | undefined }
  | { readonly kind: 'failed'; readonly failure: PostFailure };

class PostError extends Error {
  readonly failure: PostFailure;
  constructor(failure: PostFailure) {
    super(failure);
    this.failure = failure;
  }
}

const TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 65_536;
/** The status says it all; the rest of the answer is heard out only for the other side's sake. */
const LAST_BYTES_MS = 2_000;

/**
 * One POST to an address that somebody else chose, guarded against leading anywhere but the public network (contract 6): the name is
 * resolved once, every address of it must be public, and so must the peer of the socket before a byte is sent. One connection for one
 * request, no redirects, at most 64 KiB of answer. Never rejects for what the other side does.
 */
export function createPostOnce(options: PostOptions): (request: PostRequest) => Promise<PostResult> {
  const { resolveName = createNameResolver(), timeoutMs = TIMEOUT_MS } = options;
  return async (request) => {
    const url = URL.parse(request.url);
    if (!url || refusalOf(url, options) !== undefined) return { kind: 'failed', failure: 'refused-address' };
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = request.signal ? AbortSignal.any([timeout, request.signal]) : timeout;
    let socket: net.Socket | undefined;
    try {
      const addresses = await unlessAborted(addressesOf(url, resolveName), signal);
      if (!addresses.every((address) => isPublicAddress(address, options))) throw new PostError('refused-address');
      socket = await connect(url, { addresses, signal, guard: options });
      const secured = url.protocol === 'https:' ? await secure(socket, { url, signal, ca: options.ca }) : socket;
      return await exchange(secured, { url, request, signal });
    } catch (error) {
      if (!(error instanceof PostError)) throw error;
      const failure = signal.aborted ? (timeout.aborted ? 'timeout' : 'aborted') : error.failure;
      return { kind: 'failed', failure };
    } finally {
      socket?.destroy();
    }
  };
}

/** Without the brackets of IPv6. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

async function addressesOf(url: URL, resolveName: ResolveName): Promise<readonly string[]> {
  const host = hostOf(url);
  if (net.isIP(host) !== 0) return [host];
  const addresses = await resolveName(host).catch(() => []);
  if (addresses.length === 0) throw new PostError('dns');
  return addresses;
}

/** Tries the addresses, IPv4 and IPv6, as RFC 8305 has it. */
function connect(
  url: URL,
  { addresses, signal, guard }: { addresses: readonly string[]; signal: AbortSignal; guard: PostOptions },
): Promise<net.Socket> {
  const found = addresses.map((address) => ({ address, family: net.isIP(address) }));
  const socket = net.connect({
    host: hostOf(url),
    port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
    autoSelectFamily: true,
    noDelay: true,
    // Not asked for literal addresses, which need none; in either case the peer is looked at.
    lookup: (_host, options, done) => {
      if (options.all === true) done(null, found);
      else done(null, found[0]?.address ?? '', found[0]?.family);
    },
  });
  return settle(socket, { signal, event: 'connect', failure: 'connect' }, () => {
    if (!isPublicAddress(socket.remoteAddress ?? '', guard)) throw new PostError('refused-address');
    return socket;
  });
}

function secure(
  socket: net.Socket,
  { url, signal, ca }: { url: URL; signal: AbortSignal; ca: string | undefined },
): Promise<net.Socket> {
  const host = hostOf(url);
  const secured = tls.connect({
    socket,
    host,
    ...(net.isIP(host) === 0 && { servername: host }),
    ...(ca !== undefined && { ca }),
    ALPNProtocols: ['http/1.1'],
  });
  return settle(secured, { signal, event: 'secureConnect', failure: 'tls' }, () => secured);
}

/** Resolves at the event, or rejects when the socket ends before; a late error of it is nobody's. */
function settle<T>(
  socket: net.Socket,
  { signal, event, failure }: { signal: AbortSignal; event: string; failure: PostFailure },
  result: () => T,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const fail = (): void => reject(new PostError(failure));
  const abort = (): void => void socket.destroy(new PostError('aborted'));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  socket.on('error', fail);
  socket.once('close', fail);
  socket.once(event, () => {
    try {
      resolve(result());
    } catch (error) {
      reject(error);
    }
  });
  return promise.finally(() => signal.removeEventListener('abort', abort));
}

function exchange(
  socket: net.Socket,
  { url, request, signal }: { url: URL; request: PostRequest; signal: AbortSignal },
): Promise<PostResult> {
  const { promise, resolve, reject } = Promise.withResolvers<PostResult>();
  const call = http.request({
    createConnection: () => socket,
    method: 'POST',
    path: url.pathname + url.search,
    setHost: false,
    // A receiver that says 2xx in loose HTTP has said 2xx: its connection ends with this answer, so nobody can be misled by where that ends.
    insecureHTTPParser: true,
    maxHeaderSize: MAX_ANSWER_BYTES,
    headers: {
      ...request.headers,
      host: url.host,
      'content-length': request.body.byteLength,
      connection: 'close',
    },
  });
  const abort = (): void => void call.destroy(new PostError('aborted'));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  const saidStatus = hearStatus(call);
  let heard: PostResult | undefined;
  const end = (failure: PostFailure): void => (heard ? resolve(heard) : reject(new PostError(failure)));
  call.on('error', ({ code = '' }: NodeJS.ErrnoException) => {
    if (!code.startsWith('HPE_')) return end('reset');
    const status = code === 'HPE_HEADER_OVERFLOW' ? undefined : saidStatus();
    if (status !== undefined) heard ??= { kind: 'answered', status, retryAfter: undefined };
    return end('bad-answer');
  });
  call.once('close', () => end('reset'));
  call.once('upgrade', () => reject(new PostError('bad-answer')));
  call.once('response', (answer) => {
    const { statusCode: status = 0, headers } = answer;
    const result: PostResult = { kind: 'answered', status, retryAfter: headers['retry-after'] };
    heard = result;
    const done = (): void => resolve(result);
    const patience = setTimeout(done, LAST_BYTES_MS);
    let bytes = 0;
    answer.on('data', (part: Buffer) => {
      bytes += part.byteLength;
      if (bytes > MAX_ANSWER_BYTES) done();
    });
    answer.on('error', () => undefined);
    answer.once('close', () => {
      clearTimeout(patience);
      done();
    });
  });
  call.end(request.body);
  return promise.finally(() => {
    signal.removeEventListener('abort', abort);
    call.destroy();
  });
}

async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(new PostError('aborted'));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
