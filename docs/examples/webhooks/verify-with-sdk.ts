import { createServer } from 'node:http';
import { nodeReceiver, type WebhookEvent } from '@nt24/sdk/webhooks';

/** A whole receiver. `take` stores the event, or does nothing when its id is known already, and is quick. */
export function createReceiver(secrets: readonly string[], take: (event: WebhookEvent) => Promise<void>) {
  // Answers 204, 400 where the signature does not fit, 413 over 1 MiB, and 500 where `take` fails: then the delivery comes back later.
  return createServer(nodeReceiver({ secret: secrets, take }));
}
