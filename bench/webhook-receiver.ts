/** An integrator's server, in a process of its own, that tells when each event came. Speaks by process messages. */
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Arrival {
  readonly atMs: number;
  /** From the event, as its envelope says it, to the first byte of its delivery. */
  readonly latencyMs: number;
}

export interface ReceiverOrder {
  /** Until it answers from now on. */
  readonly delayMs: number;
}

const arrivals: Arrival[] = [];
let delayMs = 0;

const server = createServer(async (request, response) => {
  const atMs = Date.now();
  const body = await buffer(request).catch(() => undefined);
  if (delayMs > 0) await sleep(delayMs);
  response.writeHead(204).end();
  if (!body) return;
  const { createdAt } = JSON.parse(body.toString()) as { createdAt: string };
  arrivals.push({ atMs, latencyMs: atMs - Date.parse(createdAt) });
}).listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : undefined);
});

/** Asked, it tells all since it was last asked, and does as it is told. */
process.on('message', (order: ReceiverOrder) => {
  ({ delayMs } = order);
  process.send?.(arrivals.splice(0));
});
