import { type Delivery, readDelivery } from './webhook-delivery.ts';
import type { WebhookEvent } from './webhook-event.ts';

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const;

/**
 * Checks a delivery's signature (contract 6) and returns its event. The signature is `t=<unix seconds>,v1=<hex>` with
 * HMAC-SHA256 over `t + "." + body`; it is compared in constant time, and before the time is looked at. Each of up to ten
 * `v1` may fit; other names in the header are passed over. Done by Web Crypto, which every runtime has.
 * @throws WebhookVerificationError with the `reason`
 * @throws TypeError when no secret is given, or an empty one
 */
export async function verify(delivery: Delivery): Promise<WebhookEvent> {
  const { secrets, signed, signatures, event } = readDelivery(delivery);
  let fits = false;
  for (const secret of secrets) {
    const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), HMAC, false, ['sign']);
    const expected = new Uint8Array(await crypto.subtle.sign('HMAC', key, signed));
    for (const signature of signatures) fits = areEqual(signature, expected) || fits;
  }
  return event(fits);
}

/** In the same time wherever they differ; both are of one length. */
function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.reduce((difference, byte, at) => difference | (byte ^ (other[at] ?? 0)), 0) === 0;
}
