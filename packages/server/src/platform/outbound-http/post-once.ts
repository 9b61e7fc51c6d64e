import net from 'node:net';
import { isPublicAddress, refusalOf } from './address-guard.ts';
import { type Answer, exchange, type Exchanged, type ExchangeWish, UnheardError } from './exchange.ts';
import type { KeptConnections } from './kept-connections.ts';
import { createNameResolver, type ResolveName } from './name-resolver.ts';
import { hostOf, openConnection } from './open-connection.ts';
import { PostError, type PostFailure } from './post-error.ts';

export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Gives up at once. */
  readonly signal?: AbortSignal;
  /** Whose connection may be kept for the next request of theirs; without it, and without `kept`, each request has its own. */
  readonly owner?: string;
}

export interface PostOptions {
  readonly allowLoopback: boolean;
  readonly resolveName?: ResolveName;
  /** From the first question for the name to the last byte of the answer. */
  readonly timeoutMs?: number;
  /** Certificates to trust instead of the usual authorities. */
  readonly ca?: string;
  readonly kept?: KeptConnections;
}

export type PostResult = Answer | { readonly kind: 'failed'; readonly failure: PostFailure };

const TIMEOUT_MS = 15_000;

/**
 * One POST to an address that somebody else chose, guarded against leading anywhere but the public network (contract 6): the name is
 * resolved for each request, every address of it must be public, and so must the peer of the socket before a byte is sent. A
 * connection that was kept is used only while its peer is one of those addresses. No redirects, at most 64 KiB of answer. Never
 * rejects for what the other side does.
 */
export function createPostOnce(options: PostOptions): (request: PostRequest) => Promise<PostResult> {
  const { timeoutMs = TIMEOUT_MS } = options;
  const resolveName = sharing(options.resolveName ?? createNameResolver());
  return async (request) => {
    const url = URL.parse(request.url);
    if (!url || refusalOf(url, options) !== undefined) return { kind: 'failed', failure: 'refused-address' };
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = request.signal ? AbortSignal.any([timeout, request.signal]) : timeout;
    try {
      const addresses = await unlessAborted(addressesOf(url, resolveName), signal);
      if (!addresses.every((address) => isPublicAddress(address, options))) throw new PostError('refused-address');
      return await send(options, { url, request, addresses, signal });
    } catch (error) {
      if (!(error instanceof PostError)) throw error;
      const failure = signal.aborted ? (timeout.aborted ? 'timeout' : 'aborted') : error.failure;
      return { kind: 'failed', failure };
    }
  };
}

interface Sending {
  readonly url: URL;
  readonly request: PostRequest;
  readonly addresses: readonly string[];
  readonly signal: AbortSignal;
}

async function send(options: PostOptions, { url, request, addresses, signal }: Sending): Promise<Answer> {
  const { headers, body, owner } = request;
  const kept = owner === undefined ? undefined : options.kept;
  const place = `${owner} ${url.origin}`;
  const wish: ExchangeWish = { url, headers, body, signal, keep: kept !== undefined };
  const isGood = (peer: string): boolean => addresses.includes(peer) && isPublicAddress(peer, options);
  const used = kept?.take(place, isGood);
  let connection = used;
  let exchanged: Exchanged | undefined;
  try {
    if (used) exchanged = await exchange(used, wish).catch(unlessUnheard(signal));
    if (!exchanged) {
      used?.destroy();
      connection = await openConnection(url, { addresses, signal, guard: options, ca: options.ca });
      exchanged = await exchange(connection, wish);
    }
    return exchanged.answer;
  } finally {
    if (connection && kept && exchanged && exchanged.idleMs > 0) kept.keep(place, connection, exchanged.idleMs);
    else connection?.destroy();
  }
}

/** Closed by the other side while nobody used it, most likely: a new one tells. Where the request was read all the same, it comes twice. */
function unlessUnheard(signal: AbortSignal): (error: unknown) => undefined {
  return (error) => {
    if (!(error instanceof UnheardError) || signal.aborted) throw error;
    return undefined;
  };
}

/** Who asks for a name while it is being asked for gets the same answer. */
function sharing(resolveName: ResolveName): ResolveName {
  const asked = new Map<string, ReturnType<ResolveName>>();
  return (hostname) => {
    const known = asked.get(hostname);
    if (known) return known;
    const answer = resolveName(hostname).finally(() => asked.delete(hostname));
    asked.set(hostname, answer);
    return answer;
  };
}

async function addressesOf(url: URL, resolveName: ResolveName): Promise<readonly string[]> {
  const host = hostOf(url);
  if (net.isIP(host) !== 0) return [host];
  const addresses = await resolveName(host).catch(() => []);
  if (addresses.length === 0) throw new PostError('dns');
  return addresses;
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
