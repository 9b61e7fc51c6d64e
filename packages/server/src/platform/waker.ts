import { setTimeout as sleep } from 'node:timers/promises';

/** Lets a loop sleep until there may be work. A call while it is awake counts for its next sleep, so none is missed. */
export interface Waker {
  wake(): void;
  /** At most this long, in milliseconds. */
  sleep(maxMs: number): Promise<void>;
}

export function createWaker(): Waker {
  let called = new AbortController();
  return {
    wake: () => called.abort(),
    async sleep(maxMs) {
      await sleep(maxMs, undefined, { signal: called.signal }).catch(() => undefined);
      if (called.signal.aborted) called = new AbortController();
    },
  };
}
