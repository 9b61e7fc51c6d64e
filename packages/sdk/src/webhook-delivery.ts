import type { WebhookEvent } from './webhook-event.ts';

/** The header of every delivery that carries its signature. Header names know no letter case. */
export const SIGNATURE_HEADER = 'X-Novatrade-Signature';

const DEFAULT_TOLERANCE_SECONDS = 300;
const LONGEST_HEADER = 4_096;
/** The service sends one. */
const MOST_SIGNATURES = 10;
const UNIX_SECONDS = /^\d{1,12}$/;
const HEX_SHA256 = /^[0-9a-f]{64}$/;

/**
 * Why a delivery was refused:
 * `missing-signature` there was no header;
 * `malformed-signature` no single `t`, no `v1` or more than ten, or over 4,096 characters;
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

/** What is compared, and what is looked at once it fits. */
export interface SignedDelivery {
  readonly secrets: readonly string[];
  /** What is signed: `t`, a full stop, the body. */
  readonly signed: Uint8Array<ArrayBuffer>;
  readonly signatures: readonly Uint8Array<ArrayBuffer>[];
  /**
   * The event, of a delivery whose signature fits.
   * @throws WebhookVerificationError where it is too old, or no event
   */
  event(fits: boolean): WebhookEvent;
}

/**
 * @throws WebhookVerificationError where the header cannot be read
 * @throws TypeError when no secret is given, or an empty one
 */
export function readDelivery(delivery: Delivery): SignedDelivery {
  const { toleranceSeconds = DEFAULT_TOLERANCE_SECONDS, nowSeconds = Date.now() / 1000 } = delivery;
  const secrets = [delivery.secret].flat();
  const isSecret = (secret: unknown): boolean => typeof secret === 'string' && secret !== '';
  if (secrets.length === 0 || !secrets.every(isSecret)) throw new TypeError('a secret is needed to verify a webhook');
  const { time, signatures } = readSignature(delivery.signature);
  const body = typeof delivery.body === 'string' ? new TextEncoder().encode(delivery.body) : delivery.body;
  return {
    secrets,
    signed: joined(new TextEncoder().encode(`${time}.`), body),
    signatures,
    event(fits) {
      if (!fits) throw new WebhookVerificationError('wrong-signature');
      // So that no time fits where one of them is no number.
      if (!(Math.abs(nowSeconds - Number(time)) <= toleranceSeconds)) {
        throw new WebhookVerificationError('timestamp-out-of-tolerance');
      }
      return readEvent(body);
    },
  };
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

function readSignature(header: string | undefined): { time: string; signatures: Uint8Array<ArrayBuffer>[] } {
  if (header === undefined || header === '') throw new WebhookVerificationError('missing-signature');
  if (header.length > LONGEST_HEADER) throw new WebhookVerificationError('malformed-signature');
  const parts = header.split(',').map((part) => part.trim());
  const valuesOf = (name: string): string[] =>
    parts.filter((part) => part.startsWith(`${name}=`)).map((part) => part.slice(name.length + 1));
  const [time, ...furtherTimes] = valuesOf('t');
  const given = valuesOf('v1');
  const isOne = time !== undefined && furtherTimes.length === 0 && UNIX_SECONDS.test(time);
  if (!isOne || given.length === 0 || given.length > MOST_SIGNATURES) {
    throw new WebhookVerificationError('malformed-signature');
  }
  // Lower-case hex only, as it is sent, so that one may compare text in other languages and judge alike.
  const signatures = given.filter((hex) => HEX_SHA256.test(hex)).map(bytesOfHex);
  return { time, signatures };
}

function bytesOfHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
}

function readEvent(body: Uint8Array): WebhookEvent {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(body));
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
