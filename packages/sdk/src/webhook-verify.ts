import { type Delivery, readDelivery } from './webhook-delivery.ts';
import type { WebhookEvent } from './webhook-event.ts';

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const;

/**
 * Checks a delivery's signature (contract 6) and returns its event. The signature is `t=<unix seconds>,v1=<hex>` with
 * HMAC-SHA256 over `t + "." + body`; it is compared in constant time, and before the time is looked at. Several `v1` are
 * tried one by one; other names in the header are passed over. Done by Web Crypto, which every runtime has.
 * @throws WebhookVerificationError with the `reason`
 * @throws TypeError when no secret is given, or an empty one
 */
export async function verify(delivery: Delivery): Promise<WebhookEvent> {
  const { secrets, signed, signatures, event } = readDelivery(delivery);
  let fits = false;
  for (const secret of secrets) {
    const bytes = new TextEncoder().encode(secret);
    const key = await crypto.subtle.importKey('raw', bytes, HMAC, false, ['verify']);
    for (const signature of signatures) fits ||= await crypto.subtle.verify('HMAC', key, signature, signed);
  }
  return event(fits);
}
