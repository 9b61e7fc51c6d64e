import { defineProblem } from '../../platform/problems/problems.ts';

/** About the Idempotency-Key itself (contract 2.4). */

export const IdempotencyKeyInProgress = defineProblem('idempotency-key-in-progress', {
  status: 409,
  title: 'A request with this key is still at work',
  remedy:
    'Wait for a second (`Retry-After`) and send the same call with the same key: it gets the answer of the first one.',
});
export const IdempotencyKeyReused = defineProblem('idempotency-key-reused', {
  status: 422,
  title: 'The idempotency key belongs to another request',
  remedy: 'Make a new key for each new call; repeat a key only with the very same method, path, query and body.',
});
