import { type Delivery, readDelivery, type SignedDelivery } from './webhook-delivery.ts';
import type { WebhookEvent } from './webhook-event.ts';
import { verify } from './webhook-verify.ts';

export { type Delivery, type RefusalReason, WebhookVerificationError } from './webhook-delivery.ts';
export type * from './webhook-event.ts';
export { fastifyReceiver, fetchReceiver, nodeReceiver, type ReceiverOptions } from './webhook-receivers.ts';
export { SIGNATURE_HEADER } from './webhook-delivery.ts';
export { verify };

/**
 * Does what `verify` does, at once, where there is Node's crypto: in Node, Deno and Bun.
 * @throws WebhookVerificationError with the `reason`
 * @throws TypeError when no secret is given, or an empty one; where there is no such crypto
 */
export function verifyWebhook(delivery: Delivery): WebhookEvent {
  const read = readDelivery(delivery);
  return read.event(fits(read));
}

function fits({ secrets, signed, signatures }: SignedDelivery): boolean {
  // Not imported, so that browsers can load this file.
  const node = globalThis.process?.getBuiltinModule?.('node:crypto');
  if (!node) throw new TypeError('there is no node:crypto here: use verify');
  const expected = secrets.map((secret) => node.createHmac('sha256', secret).update(signed).digest());
  return signatures.some((given) => expected.some((digest) => node.timingSafeEqual(digest, given)));
}
