import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Unavailable } from '../problems/problem-types.ts';
import { ProblemError } from '../problems/problems.ts';

/** So long a thread that nobody asks stays. */
const IDLE_MS = 30_000;
/** Some 0.3 s are usual. */
const TIMEOUT_MS = 20_000;
const MAX_WAITING = 16;
const RETRY_AFTER_SECONDS = 5;

export interface PaperPress<Facts> {
  /**
   * Makes a paper in a thread of its own, since that takes hundreds of milliseconds; one at a time.
   * @param facts what can be cloned: plain values and dates
   * @throws ProblemError 503 where 16 wait already
   */
  press(facts: Facts): Promise<Buffer>;
  stop(): Promise<void>;
}

/**
 * The thread starts with the first paper, and ends when there has been none for 30 s.
 * @param entry a module that calls `servePress`
 */
export function createPaperPress<Facts>(entry: URL): PaperPress<Facts> {
  let thread: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let waitingCount = 0;

  async function stop(): Promise<void> {
    clearTimeout(idle);
    const ending = thread;
    thread = undefined;
    await ending?.terminate();
  }

  async function render(facts: Facts): Promise<Buffer> {
    clearTimeout(idle);
    thread ??= started(entry);
    // It keeps nothing alive by itself.
    thread.unref();
    try {
      return await answerOf(thread, facts);
    } catch (error) {
      await stop();
      throw error;
    } finally {
      idle = setTimeout(() => void stop(), IDLE_MS).unref();
    }
  }

  return {
    async press(facts) {
      if (waitingCount >= MAX_WAITING) {
        const extras = { retryAfterSeconds: RETRY_AFTER_SECONDS };
        throw new ProblemError(Unavailable, 'Too many papers are being made at the moment.', extras);
      }
      waitingCount += 1;
      const mine = last.then(() => render(facts)).finally(() => (waitingCount -= 1));
      last = mine.catch(() => undefined);
      return mine;
    },
    stop,
  };
}

/** A thread that dies while nobody waits for it takes nothing along. */
function started(entry: URL): Worker {
  return new Worker(entry).on('error', () => undefined);
}

/** What the thread answers with. */
export type Pressed = { readonly pdf: Uint8Array } | { readonly error: string };

async function answerOf(thread: Worker, request: unknown): Promise<Buffer> {
  const heard = new AbortController();
  const signal = AbortSignal.any([heard.signal, AbortSignal.timeout(TIMEOUT_MS)]);
  const answer = once(thread, 'message', { signal });
  const gone = once(thread, 'exit', { signal }).then(() =>
    Promise.reject(new Error('the thread for papers has ended')),
  );
  thread.postMessage(request, []);
  try {
    const [pressed]: Pressed[] = await Promise.race([answer, gone]);
    if (!pressed || 'error' in pressed) throw new Error(pressed?.error ?? 'no paper came');
    return Buffer.from(pressed.pdf);
  } finally {
    // Nobody listens on: the thread makes many papers.
    heard.abort();
  }
}
