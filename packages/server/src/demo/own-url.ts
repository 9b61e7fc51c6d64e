import type { FastifyInstance } from 'fastify';

/** Where this very server listens. */
export function ownUrlOf({ server }: Pick<FastifyInstance, 'server'>): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens to no port');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
