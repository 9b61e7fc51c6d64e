import { setTimeout as sleep } from 'node:timers/promises';
import { TOLD_CHANNEL } from '../../../core/events/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import { listen } from '../../../platform/db/listen.ts';
import type { Logger } from '../../../platform/logger.ts';
import { createWaker } from '../../../platform/waker.ts';
import { findNews, type Place } from './repository.ts';

/** Readers of this process who wait for events. None holds a connection to the database: one statement looks for all of them. */
export interface EventWaits {
  /** A reader's wait, which may have several parts. Over the bounds, and while the process stops, it is over as it begins. */
  begin(organizationId: string, length: WaitLength): EventWait;
  /** Ends all waits, and those to come. */
  stop(): Promise<void>;
}

export interface EventWaitDeps {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly log: Logger;
}

export interface WaitLength {
  readonly ms: number;
  /** Aborted when there is nobody to answer any more. */
  readonly gone: AbortSignal;
}

export interface EventWait {
  /** True as soon as there is something to read behind the place, false when the wait is over. */
  news(after: Place): Promise<boolean>;
  /** Over with the wait at the latest. */
  pause(ms: number): Promise<void>;
  /** Gives its room back. */
  end(): void;
}

interface Waiter {
  readonly organizationId: string;
  readonly after: Place;
  readonly settle: (isNews: boolean) => void;
}

export const MOST_OF_ORGANIZATION = 20;
/** What no notice has told of is found after so long. */
const LOOK_EVERY_MS = 1_000;
/** Between two looks at least. What is there but may still be preceded is looked for again after so long, and then twice that. */
const LOOK_AGAIN_MS = 20;
const BOUNDS = { lookEveryMs: LOOK_EVERY_MS, mostOfProcess: 1_000, wokenAtOnce: 32 };
const OVER: EventWait = { news: async () => false, pause: async () => undefined, end: () => undefined };

export interface WaitBounds {
  /** How often it looks where no notice comes. */
  readonly lookEveryMs: number;
  /** Readers of all organizations. */
  readonly mostOfProcess: number;
  /** Each of them reads: all at once would wait for a connection for too long. */
  readonly wokenAtOnce: number;
}

export function createEventWaits(
  { db, databaseUrl, log }: EventWaitDeps,
  bounds: Partial<WaitBounds> = {},
): EventWaits {
  const { lookEveryMs, mostOfProcess, wokenAtOnce } = { ...BOUNDS, ...bounds };
  const waiting = new Set<Waiter>();
  const room = createRoom(mostOfProcess);
  const stopping = new AbortController();
  const waker = createWaker();
  let looking: Promise<void> | undefined;

  /** From the first wait on: most processes have none. */
  async function keepLooking(): Promise<void> {
    const listener = listen({ databaseUrl, channels: [TOLD_CHANNEL], onNotice: waker.wake, log });
    let heldUpMs = LOOK_AGAIN_MS;
    while (!stopping.signal.aborted) {
      const left = waiting.size > 0 ? await look() : 'nothing';
      await sleep(LOOK_AGAIN_MS);
      heldUpMs = left === 'held up' ? Math.min(heldUpMs * 2, LOOK_EVERY_MS) : LOOK_AGAIN_MS;
      if (left !== 'more') await waker.sleep(left === 'held up' ? heldUpMs : lookEveryMs);
    }
    await listener.stop();
  }

  /** @returns whether there are more to be woken, or somebody's news cannot be read yet */
  async function look(): Promise<'more' | 'held up' | 'nothing'> {
    const readers = [...waiting];
    try {
      const found = await findNews(db, readers);
      const readable = found.filter(({ is_readable }) => is_readable);
      for (const { n } of readable.slice(0, wokenAtOnce)) readers[n]?.settle(true);
      if (readable.length > wokenAtOnce) return 'more';
      return found.length > readable.length ? 'held up' : 'nothing';
    } catch (error) {
      log.warn({ err: error }, 'nobody looked for events');
      return 'nothing';
    }
  }

  function news(organizationId: string, after: Place, over: AbortSignal): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const end = (): void => waiter.settle(false);
    const waiter: Waiter = {
      organizationId,
      after,
      settle(isNews) {
        waiting.delete(waiter);
        over.removeEventListener('abort', end);
        resolve(isNews);
      },
    };
    if (over.aborted) return Promise.resolve(false);
    over.addEventListener('abort', end);
    waiting.add(waiter);
    looking ??= keepLooking();
    waker.wake();
    return promise;
  }

  return {
    begin(organizationId, { ms, gone }) {
      if (ms === 0 || stopping.signal.aborted || !room.take(organizationId)) return OVER;
      const over = AbortSignal.any([gone, stopping.signal, AbortSignal.timeout(ms)]);
      return {
        news: (after) => news(organizationId, after, over),
        pause: (pauseMs) => sleep(pauseMs, undefined, { signal: over }).catch(() => undefined),
        end: () => room.giveBack(organizationId),
      };
    },
    async stop() {
      stopping.abort();
      waker.wake();
      await looking;
    },
  };
}

/** So that no organization takes all of it, and all of them not the process. */
function createRoom(mostOfProcess: number) {
  const taken = new Map<string, number>();
  let total = 0;
  return {
    take(organizationId: string): boolean {
      const count = taken.get(organizationId) ?? 0;
      if (total >= mostOfProcess || count >= MOST_OF_ORGANIZATION) return false;
      total += 1;
      taken.set(organizationId, count + 1);
      return true;
    },
    giveBack(organizationId: string): void {
      const count = taken.get(organizationId) ?? 0;
      total -= 1;
      if (count > 1) taken.set(organizationId, count - 1);
      else taken.delete(organizationId);
    },
  };
}
