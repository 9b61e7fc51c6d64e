import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AppDeps } from '../../app-deps.ts';
import { COMPANY_MAX_LENGTHS, keptVatNumber, VAT_NUMBER_PATTERN } from '../../modules/parties/buyers/index.ts';
import { fieldProblem } from '../../platform/problems/field-problem.ts';
import { NotFound } from '../../platform/problems/problem-types.ts';
import { ProblemError } from '../../platform/problems/problems.ts';
import { hiddenOperation } from '../../web/shared/hidden-operation.ts';
import { listenUrlOf } from '../listen-url.ts';
import { VIES_WORDS, type ViesStandIn } from '../vies-stand-in/index.ts';
import { bounceMail } from './bounce-mail.ts';
import type { ClockState } from './clock-repository.ts';
import { completeInvitation } from './complete-invitation.ts';
import { DURATION_FORMS, durationMsOf } from './durations.ts';
import { finishVerification } from './finish-verification.ts';
import { isOfThisMachine } from './for-this-machine.ts';
import { type SandboxClock, TooFarAhead } from './sandbox-clock.ts';

export interface SandboxParts {
  readonly deps: AppDeps;
  readonly publicBaseUrl: string;
  readonly clock: SandboxClock;
  /** Undefined: VIES itself is asked, or nobody. */
  readonly vies: ViesStandIn | undefined;
  /** Makes all of it anew; by the same words as before where none are given. */
  readonly reset: (seed: string | undefined) => Promise<void>;
}

const IS_VAT_NUMBER = new RegExp(VAT_NUMBER_PATTERN);

/** What a call brings, as it came. */
interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** The API by which an integrator plays the world round the demo: time, the buyer, the mail server, VIES (docs/sandbox.md). Without a token, and for this machine alone. */
export function registerSandbox(app: FastifyInstance, { deps, publicBaseUrl, clock, vies, reset }: SandboxParts): void {
  function route(method: Method, path: string, answer: (call: Call) => Promise<object>): void {
    app.route({
      method,
      url: `/sandbox${path}`,
      schema: hiddenOperation('sandbox'),
      async handler(request, reply) {
        if (!isOfThisMachine(request)) return reply.callNotFound();
        return reply.header('cache-control', 'no-store').send(await answer(callOf(request)));
      },
    });
  }

  route('GET', '/clock', async () => presentClock(await clock.read()));
  route('POST', '/clock/advance', async ({ body }) => presentClock(await advance(clock, body['by'])));
  route('POST', '/reset', async ({ body }) => {
    const { seed } = body;
    if (seed !== undefined && (typeof seed !== 'string' || seed === ''))
      throw fieldProblem('seed', 'must be words', seed);
    await reset(seed);
    return presentClock(await clock.read());
  });
  const completing = { ...deps, publicBaseUrl, ownUrl: () => listenUrlOf(app) };
  route('POST', '/invitations/:uuid/complete', ({ params }) => completeInvitation(completing, params['uuid'] ?? ''));
  route('POST', '/mails/bounce', ({ body }) => bounceMail(deps, body));
  route('POST', '/verifications/:sessionId/finish', ({ params, body }) =>
    finishVerification(
      { ...deps, app },
      { sessionId: params['sessionId'] ?? '', outcome: body['outcome'], aml: body['aml'] },
    ),
  );
  route('PUT', '/vies/:vatNumber', async ({ params, body }) => {
    const vatNumber = vatNumberOf(params);
    const result = body['result'];
    if (typeof result !== 'string' || !standInOf(vies).say(vatNumber, result))
      throw fieldProblem('result', `must be one of ${VIES_WORDS.join(', ')}`, result);
    return { vatNumber, result };
  });
  route('DELETE', '/vies/:vatNumber', async ({ params }) => {
    const vatNumber = vatNumberOf(params);
    standInOf(vies).forget(vatNumber);
    return { vatNumber };
  });
}

async function advance(clock: SandboxClock, by: unknown): Promise<ClockState> {
  const byMs = typeof by === 'string' ? durationMsOf(by) : undefined;
  if (byMs === undefined) throw fieldProblem('by', `must be ${DURATION_FORMS}`, by);
  try {
    return await clock.advance(byMs);
  } catch (error) {
    throw error instanceof TooFarAhead ? fieldProblem('by', error.message, by) : error;
  }
}

function presentClock({ now, aheadMs }: ClockState): object {
  return { now: now.toISOString(), aheadSeconds: aheadMs / 1_000 };
}

/** As buyers have it. VIES is never asked about what is none. */
function vatNumberOf({ vatNumber = '' }: Call['params']): string {
  const kept = keptVatNumber(vatNumber);
  if (!IS_VAT_NUMBER.test(kept) || kept.length > COMPANY_MAX_LENGTHS.vatNumber)
    throw fieldProblem('vatNumber', 'must be a VAT number such as DE123456789', vatNumber);
  return kept;
}

function standInOf(vies: ViesStandIn | undefined): ViesStandIn {
  if (!vies) throw new ProblemError(NotFound, 'No stand-in answers for VIES here: VIES_URL is set.');
  return vies;
}

/** Safe: parameters are text, and what is no object has no members. */
function callOf({ params, body }: FastifyRequest): Call {
  return { params: Object(params) as Call['params'], body: Object(body) as Call['body'] };
}
