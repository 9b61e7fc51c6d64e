import { defineProblem } from '../../platform/problems/problems.ts';

/** About the Idempotency-Key itself (contract 2.4). */

export const IdempotencyKeyInProgress = defineProblem('idempotency-key-in-progress', {
  status: 409,
  title: 'A request with this key is still at work',
});
export const IdempotencyKeyReused = defineProblem('idempotency-key-reused', {
  status: 422,
  title: 'The idempotency key belongs to another request',
});
