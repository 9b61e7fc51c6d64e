import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fieldProblem } from '../../platform/problems/field-problem.ts';
import { hiddenOperation } from '../../web/shared/hidden-operation.ts';
import type { ClockState } from './clock-repository.ts';
import { DURATION_FORMS, durationMsOf } from './durations.ts';
import { isOfThisMachine } from './for-this-machine.ts';
import { type SandboxClock, TooFarAhead } from './sandbox-clock.ts';

export interface SandboxDeps {
  readonly clock: SandboxClock;
  readonly publicBaseUrl: string;
}

/** What a call brings, as it came. */
interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The API by which an integrator plays the world round the demo: time, the buyer, the mail server, VIES (docs/sandbox.md). Without a token, and for this machine alone. */
export function registerSandbox(app: FastifyInstance, { clock, publicBaseUrl }: SandboxDeps): void {
  function route(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    answer: (call: Call) => Promise<unknown>,
  ): void {
    app.route({
      method,
      url: `/sandbox${path}`,
      schema: hiddenOperation('sandbox'),
      async handler(request, reply) {
        if (!isOfThisMachine(request, publicBaseUrl)) return reply.callNotFound();
        return reply.header('cache-control', 'no-store').send(await answer(callOf(request)));
      },
    });
  }

  route('GET', '/clock', async () => presentClock(await clock.read()));
  route('POST', '/clock/advance', async ({ body }) => presentClock(await advance(clock, body['by'])));
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

export function presentClock({ now, aheadMs }: ClockState): object {
  return { now: now.toISOString(), aheadSeconds: aheadMs / 1_000 };
}

/** Safe: parameters are text, and what is no object has no members. */
function callOf({ params, body }: FastifyRequest): Call {
  return { params: Object(params) as Call['params'], body: Object(body) as Call['body'] };
}
