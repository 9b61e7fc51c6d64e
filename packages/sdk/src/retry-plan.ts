import { ConnectionError, TokenError, UnexpectedAnswerError } from './errors.ts';
import { ProblemError } from './problem-error.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;
/** Answers after which the same call may succeed, by the service's or a proxy's own word. */
const PASSING_STATUSES = new Set([429, 503]);

/** Why the same call may be made again; undefined where it must not. */
export function whyAgain(error: unknown): string | undefined {
  if (error instanceof ConnectionError) return 'connection';
  if (error instanceof ProblemError) {
    return PASSING_STATUSES.has(error.status) || error.is('idempotency-key-in-progress') ? error.slug : undefined;
  }
  const hasStatus = error instanceof UnexpectedAnswerError || error instanceof TokenError;
  return hasStatus && PASSING_STATUSES.has(error.status) ? String(error.status) : undefined;
}

/**
 * How long to wait before the next try, in milliseconds: a time that doubles with each try, of which half is by chance, so that not all
 * callers come back at once; behind what the service asked for, where it did.
 * @param attempt that has failed, from 1
 */
export function pauseMs(error: unknown, attempt: number): number {
  const isAnswer = error instanceof ProblemError || error instanceof UnexpectedAnswerError;
  const askedMs = isAnswer ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
  const planned = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
  return askedMs + planned / 2 + (Math.random() * planned) / 2;
}

/** `Retry-After` (RFC 9110, 10.2.3) in seconds from now: a number of them, or a date. Undefined when it is neither. */
export function retryAfterSeconds(headers: Headers): number | undefined {
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
