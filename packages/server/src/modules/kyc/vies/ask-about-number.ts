import { commitWrite } from '../../../core/write/index.ts';
import { breakersAfter, createTurns } from './asking.ts';
import { findOpenBreaker } from './breakers.ts';
import type { ViesDeps } from './deps.ts';
import { viesNumberOf } from './member-state.ts';
import type { ViesOutcome } from './read-answer.ts';

/**
 * What VIES says of a number: `answered`; `later`, since the service, the member state or our turn is not to be had now; `never`, since
 * VIES knows no such member state, refuses the question, or nobody is to be asked here.
 */
export type NumberAnswer =
  { readonly kind: 'answered'; readonly result: 'VALID' | 'INVALID' } | { readonly kind: 'later' | 'never' };

type AskAboutNumber = (vatNumber: string) => Promise<NumberAnswer>;

/** Asks for nobody's file: as advice. By the same turns and breakers as the checks of buyers (decision 0047); nothing is kept of it. */
export function createAskAboutNumber(deps: ViesDeps): AskAboutNumber {
  const inTurn = createTurns(deps);
  return async (vatNumber) => {
    const asked = viesNumberOf(vatNumber);
    const { db, vies: client } = deps;
    if (!asked || !client) return { kind: 'never' };
    if (await findOpenBreaker(db, asked.memberState)) return { kind: 'later' };
    let answer: NumberAnswer = { kind: 'later' };
    await inTurn(asked, async (lost) => {
      const outcome = await client.check(asked, lost);
      deps.viesMetrics.count(outcome);
      await commitWrite(db, { actor: { kind: 'SYSTEM' }, also: breakersAfter(outcome, asked) });
      if (outcome.kind !== 'answered')
        deps.log.warn({ error: outcome.error, memberState: asked.memberState }, 'VIES has no advice on a number');
      answer = answerOf(outcome);
    });
    return answer;
  };
}

function answerOf(outcome: ViesOutcome): NumberAnswer {
  if (outcome.kind === 'answered') return { kind: 'answered', result: outcome.result };
  return { kind: outcome.kind === 'ours' ? 'never' : 'later' };
}
