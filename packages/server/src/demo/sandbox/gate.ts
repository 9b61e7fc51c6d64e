import type { FastifyInstance } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { type IdSource, idsOf, withIds } from '../../platform/ids.ts';
import { Unavailable } from '../../platform/problems/problem-types.ts';
import { ProblemError } from '../../platform/problems/problems.ts';

/** Stands before all routes of the demo, those of the sandbox aside. */
export interface Gate {
  mount(app: FastifyInstance): void;
  /** Calls are 503 while the work is done; it begins when those under way have been answered, or after some seconds. */
  whileClosed<Result>(work: () => Promise<Result>): Promise<Result>;
  /** From now on calls that write have the same ids in every run, by their order since the start. Undefined: ids are random. */
  seed(words: string | undefined, start: number): void;
}

/** Whoever waits for an event waits longer, and finds none. */
const PATIENCE_MS = 5_000;
const LOOK_EVERY_MS = 10;
/** Of the API and of the page: how often somebody fetches a token, or VIES is asked, is no part of the order. */
const COUNTED = /^\/(?:v1|i|kyc)\//;

export function createGate(): Gate {
  let isClosed = false;
  let underWay = 0;
  let idsOfNext: (() => IdSource) | undefined;

  async function untilAnswered(): Promise<void> {
    for (let waitedMs = 0; underWay > 0 && waitedMs < PATIENCE_MS; waitedMs += LOOK_EVERY_MS)
      await sleep(LOOK_EVERY_MS);
  }

  return {
    mount(app) {
      app.addHook('onRequest', (request, reply, done) => {
        if (request.url.startsWith('/sandbox/')) return done();
        if (isClosed) throw new ProblemError(Unavailable, 'The sandbox is being made anew.', { retryAfterSeconds: 1 });
        underWay += 1;
        reply.raw.once('close', () => (underWay -= 1));
        if (idsOfNext === undefined || request.method === 'GET' || !COUNTED.test(request.url)) return done();
        withIds(idsOfNext(), done);
      });
    },
    async whileClosed(work) {
      isClosed = true;
      try {
        await untilAnswered();
        return await work();
      } finally {
        isClosed = false;
      }
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
