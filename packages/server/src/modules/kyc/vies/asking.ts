import type { Companion } from '../../../core/write/index.ts';
import { whileLocked } from '../../../platform/db/session-lock.ts';
import { closeBreakers, countFailure, WHOLE_SERVICE } from './breakers.ts';
import type { ViesDeps } from './deps.ts';
import type { ViesNumber } from './member-state.ts';
import type { ViesOutcome } from './read-answer.ts';

/** Of one worker's hands: a service that hangs must not hold up mails. */
const MOST_CALLS = 2;

/** Asks about a number when it is its turn; false where it is not. */
type InTurn = (asked: ViesNumber, ask: (lost: AbortSignal) => Promise<void>) => Promise<boolean>;

/** One call at a time for each member state, in all processes, and few at once in this one. */
export function createTurns(deps: ViesDeps): InTurn {
  let calls = 0;
  return async ({ memberState }, ask) => {
    if (calls >= MOST_CALLS) return false;
    calls += 1;
    try {
      const { isHeld } = await whileLocked({ ...deps, key: `vies:${memberState}` }, ask);
      return isHeld;
    } finally {
      calls -= 1;
    }
  };
}

/** What an outcome does to the breakers. Whoever refuses what we ask, or says that a member state is away, has answered. */
export function breakersAfter(outcome: ViesOutcome, { memberState }: ViesNumber): Companion[] {
  if (outcome.kind === 'answered' || outcome.kind === 'ours') return [closeBreakers([memberState, WHOLE_SERVICE])];
  const isOfState = outcome.kind === 'again' && outcome.of === 'state';
  const scope = isOfState ? memberState : WHOLE_SERVICE;
  const failed = countFailure({ scope, error: outcome.error, isBlocked: outcome.kind === 'blocked' });
  return [failed, ...(isOfState ? [closeBreakers([WHOLE_SERVICE])] : [])];
}
