/** The load, in a process of its own, so that sending and measuring never wait for what is measured. Speaks by process messages. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type HttpConnection, openConnection } from './http-connection.ts';
import type { LoadResult } from './load.ts';
import type { NodeOrder } from './node-load.ts';
import { percentile } from './statistics.ts';

process.on('message', (order: NodeOrder) => {
  run(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ failure: String(error) }),
  );
});

async function run(order: NodeOrder): Promise<LoadResult> {
  const requests = readRequests(order.requestsPath);
  const tail = readFileSync(order.tailPath);
  const connections = await Promise.all(Array.from({ length: order.connections }, () => openConnection(order.port)));
  try {
    return await measure(order, { requests, tail, connections });
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** Each has its length in front. */
function readRequests(path: string): Buffer[] {
  const bytes = readFileSync(path);
  const requests: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const start = bytes.indexOf('\n', at) + 1;
    const end = start + Number(bytes.toString('latin1', at, start - 1));
    requests.push(bytes.subarray(start, end));
    at = end;
  }
  return requests;
}

interface Work {
  readonly requests: readonly Buffer[];
  readonly tail: Buffer;
  readonly connections: readonly HttpConnection[];
}

async function measure(order: NodeOrder, { requests, tail, connections }: Work): Promise<LoadResult> {
  const { perSecond, status: right, again } = order;
  const latenciesMs: number[] = [];
  const startedMs = performance.now();
  const endsMs = startedMs + order.seconds * 1000;
  let used = 0;

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
    for (;;) {
      const number = used;
      used += 1;
      const dueMs = await due(number);
      if (dueMs >= endsMs) return;
      const request = requests[again ? number % requests.length : number];
      if (!request) throw new Error(`${requests.length} requests were too few`);
      const status = await connection.exchange(request, tail);
      if (status !== right) throw new Error(`answered ${status}, not ${right}: ${firstLine(request)}`);
      latenciesMs.push(performance.now() - dueMs);
    }
  }

  await Promise.all(connections.map(work));
  const seconds = (performance.now() - startedMs) / 1000;
  latenciesMs.sort((a, b) => a - b);
  return {
    perSecond: latenciesMs.length / seconds,
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
    answered: latenciesMs.length,
    used,
  };
}

function firstLine(request: Buffer): string {
  return request.toString('latin1', 0, request.indexOf('\r\n'));
}
