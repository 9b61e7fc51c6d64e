import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedWebhook {
  /** The path it came to; each endpoint of a test has its own. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly envelope: WebhookEnvelope;
  /** By `performance.now()`. */
  readonly atMs: number;
}

export interface WebhookEnvelope {
  readonly id: string;
  readonly type: string;
  readonly createdAt: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

export interface WebhookReceiver {
  urlOf(path: string): string;
  readonly received: ReceivedWebhook[];
  at(path: string): readonly ReceivedWebhook[];
  /** How it answers; at first with 204. */
  answer: (webhook: ReceivedWebhook, response: ServerResponse) => void;
  close(): Promise<void>;
}

/** An integrator's server on loopback. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('error', () => undefined);
    request.on('data', (part: Buffer) => void parts.push(part));
    request.once('end', () => {
      const body = Buffer.concat(parts);
      const webhook: ReceivedWebhook = {
        path: request.url ?? '',
        headers: request.headers,
        body,
        envelope: JSON.parse(body.toString()) as WebhookEnvelope,
        atMs: performance.now(),
      };
      received.push(webhook);
      receiver.answer(webhook, response);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: WebhookReceiver = {
    urlOf: (path) => `http://127.0.0.1:${port}${path}`,
    received,
    at: (path) => received.filter((webhook) => webhook.path === path),
    answer: (_webhook, response) => void response.writeHead(204).end(),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}
