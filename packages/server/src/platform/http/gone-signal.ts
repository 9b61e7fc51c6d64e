import type { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';

const signals = new WeakMap<Socket, AbortSignal>();

/**
 * Aborted when nobody can be answered any more. One for all requests of a connection, so whoever listens stops listening when its
 * work is done. (Fastify's own `request.signal` is aborted as soon as the body has been read.)
 */
export function goneSignal({ raw: { socket } }: FastifyRequest): AbortSignal {
  const known = signals.get(socket);
  if (known) return known;
  const gone = new AbortController();
  signals.set(socket, gone.signal);
  if (socket.destroyed) gone.abort();
  else socket.once('close', () => gone.abort());
  return gone.signal;
}
