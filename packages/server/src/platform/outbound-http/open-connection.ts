import net from 'node:net';
import tls from 'node:tls';
import { type GuardOptions, isPublicAddress } from './address-guard.ts';
import { PostError, type PostFailure } from './post-error.ts';

export interface Connection {
  /** The address that it really leads to, as the socket says it. */
  readonly peer: string;
  /** What is spoken on: the wire itself, or TLS over it. */
  readonly socket: net.Socket;
  destroy(): void;
}

export interface ConnectionWish {
  readonly addresses: readonly string[];
  readonly signal: AbortSignal;
  readonly guard: GuardOptions;
  readonly ca: string | undefined;
}

/** Without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** A connection to one of the addresses, whose peer was looked at before a byte was sent. */
export async function openConnection(url: URL, wish: ConnectionWish): Promise<Connection> {
  const wire = await connect(url, wish);
  try {
    const socket = url.protocol === 'https:' ? await secure(wire, { url, ...wish }) : wire;
    return { peer: wire.remoteAddress ?? '', socket, destroy: () => void wire.destroy() };
  } catch (error) {
    wire.destroy();
    throw error;
  }
}

/** Tries the addresses, IPv4 and IPv6, as RFC 8305 has it. */
function connect(url: URL, { addresses, signal, guard }: ConnectionWish): Promise<net.Socket> {
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
    if (isPublicAddress(socket.remoteAddress ?? '', guard)) return socket;
    socket.destroy();
    throw new PostError('refused-address');
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
