import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { verifyWebhook, type WebhookEvent } from '../../packages/sdk/src/webhooks.ts';

export interface Received {
  readonly event: WebhookEvent;
  readonly body: string;
  readonly signature: string;
  /** Unix milliseconds. */
  readonly receivedAtMs: number;
}

export interface Receiver {
  readonly url: string;
  /** With which its deliveries are signed. */
  readonly secret: string;
  /** By event id, the first delivery of each, in the order of arrival. */
  readonly received: ReadonlyMap<string, Received>;
  /** Deliveries of an event received before. */
  repeats(): number;
  /** Deliveries that the SDK refused, or whose bytes differ from those of the same event before. */
  bad(): number;
  /** Requests that were begun and have no answer yet. */
  waiting(): number;
  close(): Promise<void>;
}

/** Answers, or lets the sender hang. */
export type Answering = (response: ServerResponse) => void;

const ok: Answering = (response) => void response.writeHead(204).end();

/** An integrator's server on loopback that verifies with the SDK and remembers what came. */
export async function startReceiver(secret: string, answer: Answering = ok): Promise<Receiver> {
  const received = new Map<string, Received>();
  const digests = new Map<string, string>();
  let repeats = 0;
  let bad = 0;
  let waiting = 0;

  function take(bytes: Buffer, signature: string, receivedAtMs: number): void {
    try {
      const event = verifyWebhook({ body: bytes, signature, secret });
      const digest = createHash('sha256').update(bytes).digest('hex');
      if (received.has(event.id)) repeats += 1;
      else received.set(event.id, { event, body: bytes.toString(), signature, receivedAtMs });
      if ((digests.get(event.id) ?? digest) !== digest) bad += 1;
      digests.set(event.id, digest);
    } catch {
      bad += 1;
    }
  }

  const server = createServer((request, response) => {
    const receivedAtMs = Date.now();
    waiting += 1;
    response.once('close', () => (waiting -= 1));
    void readAndAnswer();

    async function readAndAnswer(): Promise<void> {
      // A sender that is killed half-way is no delivery.
      const bytes = await buffer(request).catch(() => undefined);
      if (!bytes) return;
      take(bytes, String(request.headers['x-novatrade-signature'] ?? ''), receivedAtMs);
      answer(response);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    secret,
    received,
    repeats: () => repeats,
    bad: () => bad,
    waiting: () => waiting,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
