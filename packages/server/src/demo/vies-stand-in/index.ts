import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../platform/clock.ts';
import { hiddenOperation } from '../../web/shared/hidden-operation.ts';
import { answerAsVies, VIES_WORDS, type ViesQuestion } from './answer-as-vies.ts';

export interface ViesStandIn {
  /** Speaks VIES's protocol below the path; its answers say what it is. */
  mount(app: FastifyInstance, path: string): void;
  /** What it says of a number from now on, until the process ends. False: it has no such word. */
  say(vatNumber: string, word: string): boolean;
  /** It says of the number what it said before. */
  forget(vatNumber: string): void;
  forgetAll(): void;
}

/** For trial and development. */
export function createViesStandIn(clock: Clock): ViesStandIn {
  const said = new Map<string, string>();
  return {
    mount(app, path) {
      app.post(
        `${path}/check-vat-number`,
        { schema: { ...hiddenOperation('demoVies'), body: { type: 'object' } } },
        (request, reply) => {
          const question = asQuestion(request.body);
          const { countryCode = '', vatNumber = '' } = question;
          return reply.send(answerAsVies(question, clock, said.get(keyOf(countryCode + vatNumber))));
        },
      );
    },
    say(vatNumber, word) {
      if (!VIES_WORDS.includes(word)) return false;
      said.set(keyOf(vatNumber), word);
      return true;
    },
    forget: (vatNumber) => void said.delete(keyOf(vatNumber)),
    forgetAll: () => said.clear(),
  };
}

/** As VIES is asked for it: Greece is EL there. */
function keyOf(vatNumber: string): string {
  return vatNumber.toUpperCase().replace(/^GR/, 'EL');
}

/** Safe: a stand-in answers INVALID_INPUT to what is no such question. */
function asQuestion(body: unknown): ViesQuestion {
  const { countryCode, vatNumber, requesterNumber } = Object(body) as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  const given = { countryCode: text(countryCode), vatNumber: text(vatNumber), requesterNumber: text(requesterNumber) };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

export { VIES_WORDS };
