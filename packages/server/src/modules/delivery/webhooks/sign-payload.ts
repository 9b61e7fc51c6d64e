import { createHmac } from 'node:crypto';

/** The value of `X-Novatrade-Signature` (contract 6): the key is the whole secret as it was shown, prefix included, in UTF-8. */
export function signPayload(secret: string | Uint8Array, body: Uint8Array, atSeconds: number): string {
  const mac = createHmac('sha256', secret).update(`${atSeconds}.`).update(body).digest('hex');
  return `t=${atSeconds},v1=${mac}`;
}
