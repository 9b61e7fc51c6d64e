import { instantOf } from '../../../platform/clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** From the first attempt (contract 6). */
export const RETRY_OFFSETS_MS: readonly number[] = [
  MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  HOUR_MS,
  4 * HOUR_MS,
  8 * HOUR_MS,
  16 * HOUR_MS,
  24 * HOUR_MS,
  36 * HOUR_MS,
  48 * HOUR_MS,
];
const WINDOW_MS = 72 * HOUR_MS;
const MAX_JITTER = 0.1;
/** A worker that was away for long does not catch up on what it missed all at once. */
const MIN_WAIT_MS = MINUTE_MS;

export interface FailedAttempt {
  /** Of the plan, before this attempt's failure. */
  readonly retries: number;
  /** From the plan's first attempt to the end of this one. */
  readonly elapsedMs: number;
  /** What the endpoint asked for. */
  readonly retryAfterMs?: number | undefined;
  /** 0 to 1. */
  readonly random: number;
}

/**
 * How long to wait for the next retry, or undefined when there is none left. Jitter makes a wait up to a tenth shorter, never longer;
 * `Retry-After` makes it up to twice as long.
 */
export function nextRetryInMs({ retries, elapsedMs, retryAfterMs, random }: FailedAttempt): number | undefined {
  const offsetMs = RETRY_OFFSETS_MS[retries];
  if (offsetMs === undefined) return undefined;
  const plannedMs = Math.max(offsetMs - elapsedMs, MIN_WAIT_MS);
  const waitMs =
    retryAfterMs === undefined || retryAfterMs <= plannedMs
      ? plannedMs * (1 - MAX_JITTER * random)
      : Math.min(retryAfterMs, 2 * plannedMs);
  return elapsedMs + waitMs > WINDOW_MS ? undefined : Math.round(waitMs);
}

/** `Retry-After` (RFC 9110, 10.2.3): seconds, or a date, which counts from the answer's instant. Undefined when it is neither. */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  // Only the forms of a date of HTTP: they begin with the day's name.
  const at = /^[A-Z][a-z]{2,8},? /.test(text) ? instantOf(text).getTime() : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
