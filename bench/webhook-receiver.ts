/** An integrator's server, in a process of its own, that answers at once and tells when each event came. Speaks by process messages. */
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** From the event, as its envelope says it, to the first byte of its delivery. */
const latenciesMs: number[] = [];

const server = createServer(async (request, response) => {
  const receivedAtMs = Date.now();
  const body = await buffer(request).catch(() => undefined);
  response.writeHead(204).end();
  if (!body) return;
  const { createdAt } = JSON.parse(body.toString()) as { createdAt: string };
  latenciesMs.push(receivedAtMs - Date.parse(createdAt));
}).listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : undefined);
});

/** Asked, it tells all since it was last asked. */
process.on('message', () => process.send?.(latenciesMs.splice(0)));
