import { ConnectionError, ProblemError, TimeoutError, TokenError, UnexpectedAnswerError } from '@nt24/sdk';

const FIRST_OF_SERVER = 500;
const TOO_MANY = 429;

/** Whether the same call may succeed later, nothing else changed: the service or the way to it is unwell, or asks for patience. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ConnectionError || error instanceof TimeoutError) return true;
  const hasStatus =
    error instanceof ProblemError || error instanceof UnexpectedAnswerError || error instanceof TokenError;
  return hasStatus && (error.status >= FIRST_OF_SERVER || error.status === TOO_MANY);
}
