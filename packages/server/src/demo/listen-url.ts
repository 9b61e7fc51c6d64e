import type { FastifyInstance } from 'fastify';
import { ownUrlOf } from '../config/own-url.ts';

/** Where this very server listens. */
export function listenUrlOf({ server }: Pick<FastifyInstance, 'server'>): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens to no port');
  return ownUrlOf({ host: address.address, port: address.port });
}
