import type { FastifyInstance } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { sendProblem } from '../../platform/http/problem-reply.ts';
import { type IdSource, withIds } from '../../platform/ids.ts';
import { Unavailable } from '../../platform/problems/problem-types.ts';
import { ProblemError } from '../../platform/problems/problems.ts';
import { isWrite } from '../../web/shared/own-origin.ts';
import { idsOf } from '../seeded-ids.ts';
import { inTurn } from './in-turn.ts';

/** Stands before all routes of the demo. */
export interface Gate {
  mount(app: FastifyInstance): void;
  /**
   * Calls are 503 while the work is done, those aside that ask for more of it; it begins when those under way have been answered, or
   * after some seconds. One work at a time.
   */
  whileClosed<Result>(work: () => Promise<Result>): Promise<Result>;
  /** From now on calls that write have the same ids in every run, by their order since the start. Undefined: ids are random. */
  seed(words: string | undefined, start: number): void;
}

/** Whoever waits for an event waits longer, and finds none. */
const PATIENCE_MS = 5_000;
const LOOK_EVERY_MS = 10;
const RESET = /^\/sandbox\/reset(?:\?|$)/;
/** Of the API and of the page: how often somebody fetches a token, or VIES is asked, is no part of the order. */
const COUNTED = /^\/(?:v1|i|kyc)\//;

export function createGate(problemBase: string): Gate {
  const takeTurn = inTurn();
  let works = 0;
  let underWay = 0;
  let idsOfNext: (() => IdSource) | undefined;

  async function untilAnswered(): Promise<void> {
    for (let waitedMs = 0; underWay > 0 && waitedMs < PATIENCE_MS; waitedMs += LOOK_EVERY_MS)
      await sleep(LOOK_EVERY_MS);
  }

  return {
    mount(app) {
      app.addHook('onRequest', (request, reply, done) => {
        if (works > 0 && !RESET.test(request.url)) {
          // Sent and not thrown: nothing is wrong that a log should tell of.
          const problem = new ProblemError(Unavailable, 'The sandbox is being made anew.', { retryAfterSeconds: 1 });
          return void sendProblem(reply, problem, problemBase);
        }
        // An advance that is under way is ended, and not waited for.
        if (request.url.startsWith('/sandbox/')) return done();
        underWay += 1;
        reply.raw.once('close', () => (underWay -= 1));
        if (idsOfNext === undefined || !isWrite(request) || !COUNTED.test(request.url)) return done();
        withIds(idsOfNext(), done);
      });
    },
    async whileClosed(work) {
      works += 1;
      return takeTurn(async () => {
        await untilAnswered();
        return work();
      }).finally(() => (works -= 1));
    },
    seed(words, start) {
      let calls = 0;
      idsOfNext =
        words === undefined
          ? undefined
          : () => {
              calls += 1;
              return idsOf(words, `start ${start} call ${calls}`);
            };
    },
  };
}
