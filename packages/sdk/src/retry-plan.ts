import { ConnectionError, TimeoutError, TokenError, UnexpectedAnswerError } from './errors.ts';
import { ProblemError } from './problem-error.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;
/** Answers after which the same call may succeed, by the service's or a proxy's own word. */
const PASSING_STATUSES = new Set([429, 503]);
/** Of a proxy whose service is away. Not tried again within a call: what it has done with it is not known. */
const AWAY_STATUSES = new Set([502, 504]);

/**
 * Whether the same call may succeed later, nothing else changed: the service, the identity provider or the way to them is unwell, or asks for
 * patience. The tries of the call itself are over then.
 */
export function mayPass(error: unknown): boolean {
  if (error instanceof TimeoutError || whyAgain(error) !== undefined) return true;
  return hasStatus(error) && AWAY_STATUSES.has(error.status);
}

function hasStatus(error: unknown): error is ProblemError | UnexpectedAnswerError | TokenError {
  return error instanceof ProblemError || error instanceof UnexpectedAnswerError || error instanceof TokenError;
}

/** Why the same call may be made again; undefined where it must not. */
export function whyAgain(error: unknown): string | undefined {
  if (error instanceof ConnectionError) return 'connection';
  if (error instanceof ProblemError && error.is('idempotency-key-in-progress')) return error.slug;
  if (!hasStatus(error) || !PASSING_STATUSES.has(error.status)) return undefined;
  return error instanceof ProblemError ? error.slug : String(error.status);
}

/**
 * How long to wait before the next try, in milliseconds: a time that doubles with each try, of which half is by chance, so that not all
 * callers come back at once; behind what the service asked for, where it did.
 * @param attempt that has failed, from 1
 */
export function pauseMs(error: unknown, attempt: number, longestMs = LONGEST_PAUSE_MS): number {
  const askedMs = hasStatus(error) ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
  const planned = Math.min(longestMs, FIRST_PAUSE_MS * 2 ** (attempt - 1));
  return askedMs + planned / 2 + (Math.random() * planned) / 2;
}

/** `Retry-After` (RFC 9110, 10.2.3) in seconds from now: a number of them, or a date. Undefined when it is neither. */
export function retryAfterSeconds(headers: Headers): number | undefined {
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
