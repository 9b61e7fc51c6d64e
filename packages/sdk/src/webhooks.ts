import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookEvent } from './webhook-event.ts';

export type * from './webhook-event.ts';

/** The header of every delivery that carries its signature. Header names know no letter case. */
export const SIGNATURE_HEADER = 'X-Novatrade-Signature';

const DEFAULT_TOLERANCE_SECONDS = 300;
const LONGEST_HEADER = 4_096;
const UNIX_SECONDS = /^\d{1,12}$/;
const HEX_SHA256 = /^[0-9a-f]{64}$/;

/**
 * Why a delivery was refused:
 * `missing-signature` there was no header;
 * `malformed-signature` no single `t`, no `v1`, or over 4,096 characters;
 * `wrong-signature` no `v1` fits any of the secrets: another secret, an altered body, or a body parsed and written anew;
 * `timestamp-out-of-tolerance` rightly signed, but too long ago or too far ahead: a replay, or a wrong clock;
 * `malformed-body` rightly signed, but not an event's envelope.
 */
export type RefusalReason =
  'missing-signature' | 'malformed-signature' | 'wrong-signature' | 'timestamp-out-of-tolerance' | 'malformed-body';

/** The delivery is not to be trusted: answer 400 and do nothing. The message holds neither secret nor body. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason) {
    super(`webhook refused: ${reason}`);
    this.reason = reason;
  }
}

export interface Delivery {
  /** The bytes as they came, or their UTF-8 text. Never an object parsed and written anew: that changes the bytes. */
  readonly body: Uint8Array | string;
  /** The value of `X-Novatrade-Signature`; undefined when it was not there. */
  readonly signature: string | undefined;
  /** The endpoint's secret as shown when it was made, `whsec_` included. Several while one replaces another. */
  readonly secret: string | readonly string[];
  /** How far the signature's time may lie from now, in seconds, either way. Default 300. */
  readonly toleranceSeconds?: number;
  /** Unix seconds; default: this machine's clock. */
  readonly nowSeconds?: number;
}

/**
 * Checks a delivery's signature (contract 6) and returns its event. The signature is `t=<unix seconds>,v1=<hex>` with
 * HMAC-SHA256 over `t + "." + body`; it is compared in constant time, and before the time is looked at. Several `v1` are
 * tried one by one; other names in the header are passed over.
 * @throws WebhookVerificationError with the `reason`
 * @throws TypeError when no secret is given, or an empty one
 */
export function verifyWebhook(delivery: Delivery): WebhookEvent {
  const { body, toleranceSeconds = DEFAULT_TOLERANCE_SECONDS, nowSeconds = Date.now() / 1000 } = delivery;
  const secrets = [delivery.secret].flat();
  if (secrets.length === 0 || secrets.includes('')) throw new TypeError('a secret is needed to verify a webhook');
  const { time, signatures } = readSignature(delivery.signature);
  const expected = secrets.map((secret) => createHmac('sha256', secret).update(`${time}.`).update(body).digest());
  const fits = signatures.some((given) => expected.some((digest) => timingSafeEqual(digest, given)));
  if (!fits) throw new WebhookVerificationError('wrong-signature');
  if (Math.abs(nowSeconds - Number(time)) > toleranceSeconds) {
    throw new WebhookVerificationError('timestamp-out-of-tolerance');
  }
  return readEvent(body);
}

function readSignature(header: string | undefined): { time: string; signatures: Buffer[] } {
  if (header === undefined || header === '') throw new WebhookVerificationError('missing-signature');
  if (header.length > LONGEST_HEADER) throw new WebhookVerificationError('malformed-signature');
  const parts = header.split(',').map((part) => part.trim());
  const valuesOf = (name: string): string[] =>
    parts.filter((part) => part.startsWith(`${name}=`)).map((part) => part.slice(name.length + 1));
  const [time, ...furtherTimes] = valuesOf('t');
  const given = valuesOf('v1');
  if (time === undefined || furtherTimes.length > 0 || !UNIX_SECONDS.test(time) || given.length === 0) {
    throw new WebhookVerificationError('malformed-signature');
  }
  // Lower-case hex only, as it is sent, so that one may compare text in other languages and judge alike.
  const signatures = given.filter((hex) => HEX_SHA256.test(hex)).map((hex) => Buffer.from(hex, 'hex'));
  return { time, signatures };
}

function readEvent(body: Uint8Array | string): WebhookEvent {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new WebhookVerificationError('malformed-body');
  }
  if (!isEvent(value)) throw new WebhookVerificationError('malformed-body');
  return value;
}

/** Whoever signed it knows the secret and keeps the contract; only what tells events apart is looked at. */
function isEvent(value: unknown): value is WebhookEvent {
  if (typeof value !== 'object' || value === null) return false;
  const { id, type, data } = value as Readonly<Record<string, unknown>>;
  return typeof id === 'string' && typeof type === 'string' && typeof data === 'object' && data !== null;
}
