import { createServer } from 'node:http';
import { verifyWebhook, WebhookVerificationError, type WebhookEvent } from '@nt24/sdk/webhooks';

const LARGEST_BODY = 1_048_576;

/** A whole receiver. `take` stores the event, or does nothing when its id is known already, and is quick. */
export function createReceiver(secrets: readonly string[], take: (event: WebhookEvent) => Promise<void>) {
  return createServer(async (request, response) => {
    try {
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of request as AsyncIterable<Buffer>) {
        if ((size += chunk.length) > LARGEST_BODY) return response.writeHead(413).end();
        chunks.push(chunk);
      }
      const signature = request.headers['x-novatrade-signature']?.toString();
      const event = verifyWebhook({ body: Buffer.concat(chunks), signature, secret: secrets });
      await take(event);
      return response.writeHead(204).end();
    } catch (error) {
      // Anything but 2xx brings the delivery back later.
      return response.writeHead(error instanceof WebhookVerificationError ? 400 : 500).end();
    }
  });
}
