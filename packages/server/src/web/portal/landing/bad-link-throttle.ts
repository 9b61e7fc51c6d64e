import type { Clock } from '../../../platform/clock.ts';

/** Bad tokens by network: 10 in 10 minutes are free (strength 5). Good tokens are never counted, so no link can be locked by it. */
export interface BadLinkThrottle {
  /** Counts one; undefined while it is free, else whole seconds until the window ends. */
  count(network: string): number | undefined;
}

interface Window {
  readonly endsAtMs: number;
  count: number;
}

const FREE = 10;
const WINDOW_MS = 600_000;
const MAX_NETWORKS = 50_000;

/** In this process's memory: a forged link must cost no query, so several processes count each for itself. */
export function createBadLinkThrottle(clock: Clock): BadLinkThrottle {
  const windows = new Map<string, Window>();

  function windowOf(network: string, nowMs: number): Window {
    const running = windows.get(network);
    if (running && running.endsAtMs > nowMs) return running;
    const fresh = { endsAtMs: nowMs + WINDOW_MS, count: 0 };
    // Set anew, so that the map stays in the order of the windows' ends.
    windows.delete(network);
    windows.set(network, fresh);
    return fresh;
  }

  function forgetOld(nowMs: number): void {
    for (const [network, { endsAtMs }] of windows) {
      if (endsAtMs > nowMs && windows.size <= MAX_NETWORKS) return;
      windows.delete(network);
    }
  }

  return {
    count(network) {
      const nowMs = clock.now().getTime();
      const window = windowOf(network, nowMs);
      forgetOld(nowMs);
      window.count += 1;
      return window.count <= FREE ? undefined : Math.max(1, Math.ceil((window.endsAtMs - nowMs) / 1000));
    },
  };
}
