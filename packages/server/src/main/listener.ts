import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { type Address, listenFailure } from './port.ts';

/** @throws StartError when the address cannot be listened on */
export async function listen(app: FastifyInstance, address: Address): Promise<void> {
  try {
    await app.listen({ host: address.host, port: address.port });
  } catch (error) {
    throw listenFailure(error, address);
  }
}

/** Calls in flight are finished; those that take longer than the grace are cut off. */
export async function closeWithin(app: FastifyInstance, graceMs: number): Promise<void> {
  const closed = app.close();
  const inTime = await Promise.race([closed.then(() => true), sleep(graceMs, false, { ref: false })]);
  if (!inTime) app.server.closeAllConnections();
  await closed;
}
