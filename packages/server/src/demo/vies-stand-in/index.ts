import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../platform/clock.ts';
import { hiddenOperation } from '../../web/shared/hidden-operation.ts';
import { answerAsVies, type ViesQuestion } from './answer-as-vies.ts';

/** Speaks VIES's protocol below the path, for trial and development; its answers say what it is. */
export function registerViesStandIn(app: FastifyInstance, path: string, clock: Clock): void {
  app.post(
    `${path}/check-vat-number`,
    { schema: { ...hiddenOperation('demoVies'), body: { type: 'object' } } },
    (request, reply) => reply.send(answerAsVies(asQuestion(request.body), clock)),
  );
}

/** Safe: a stand-in answers INVALID_INPUT to what is no such question. */
function asQuestion(body: unknown): ViesQuestion {
  const { countryCode, vatNumber, requesterNumber } = Object(body) as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  const given = { countryCode: text(countryCode), vatNumber: text(vatNumber), requesterNumber: text(requesterNumber) };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
