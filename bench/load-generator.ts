/** The load, in a process of its own, so that sending and measuring never wait for what is measured. Speaks by process messages. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type HttpConnection, openConnection } from './http-connection.ts';
import { percentile } from './statistics.ts';

export interface LoadOrder {
  readonly port: number;
  readonly method: 'GET' | 'POST';
  /** One request each, in this order. */
  readonly paths: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly connections: number;
  /** Arrivals at this steady rate, measured from when each was due. Without it every connection sends as fast as it is answered. */
  readonly perSecond?: number;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ failure: String(error) }),
  );
});

async function run(order: LoadOrder): Promise<LoadResult> {
  const connections = await Promise.all(Array.from({ length: order.connections }, () => openConnection(order.port)));
  try {
    return await measure(order, connections);
  } finally {
    for (const connection of connections) connection.close();
  }
}

async function measure(order: LoadOrder, connections: readonly HttpConnection[]): Promise<LoadResult> {
  const { paths, perSecond } = order;
  const write = requestWriter(order);
  const latenciesMs: number[] = [];
  const startedMs = performance.now();
  let next = 0;

  /** When the next request is due; waits for it when there is a schedule. */
  async function due(number: number): Promise<number> {
    if (perSecond === undefined) return performance.now();
    const dueMs = startedMs + (number * 1000) / perSecond;
    const earlyMs = dueMs - performance.now();
    if (earlyMs <= 0) return dueMs;
    await sleep(earlyMs);
    // A timer that fires late is the generator's delay, not the server's.
    return performance.now();
  }

  async function work(connection: HttpConnection): Promise<void> {
    for (let path = paths[next]; path !== undefined; path = paths[next]) {
      next += 1;
      const dueMs = await due(next - 1);
      const status = await connection.exchange(write(path));
      if (status !== 200) throw new Error(`a ${order.method} was answered ${status}`);
      latenciesMs.push(performance.now() - dueMs);
    }
  }

  await Promise.all(connections.map(work));
  const seconds = (performance.now() - startedMs) / 1000;
  latenciesMs.sort((a, b) => a - b);
  return {
    perSecond: paths.length / seconds,
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
  };
}

function requestWriter({ method, headers, body, port }: LoadOrder): (path: string) => string {
  const fixed = Object.entries({
    host: `127.0.0.1:${port}`,
    ...headers,
    ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
  })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  return (path) => {
    const key = method === 'POST' ? `idempotency-key: ${randomUUID()}\r\n` : '';
    return `${method} ${path} HTTP/1.1\r\n${fixed}${key}\r\n${body ?? ''}`;
  };
}
