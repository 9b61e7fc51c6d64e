const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;
const ENOUGH_MS = 60 * 60_000;
/** So that those who were turned away together do not come back together. */
const SPREAD = 0.2;

/** Growing pauses between tries; never shorter than what the service asks for. */
export interface Patience {
  /** Undefined where it has been long enough. */
  next(retryAfterSeconds: number): number | undefined;
  restart(): void;
}

export function createPatience(): Patience {
  let pauseMs = FIRST_PAUSE_MS;
  let waitedMs = 0;
  return {
    next(retryAfterSeconds) {
      if (waitedMs > ENOUGH_MS) return undefined;
      const ms = Math.max(pauseMs, retryAfterSeconds * 1000) * (1 + Math.random() * SPREAD);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      waitedMs += ms;
      return ms;
    },
    restart() {
      pauseMs = FIRST_PAUSE_MS;
      waitedMs = 0;
    },
  };
}
