import type { PageParts } from './page-parts.ts';

const SOON_MS = 3_000;
const LONGEST_PAUSE_MS = 60_000;
/** After that the page looks as seldom as it always does. */
const EXPECTED_MS = 15 * 60_000;

export interface Arrivals {
  /** Files are likely to come from elsewhere: looks often for the next quarter of an hour. */
  expect(): void;
}

/** Not while nobody sees the page, seldom while there is no answer, and no more once the session is over. */
export function watchArrivals(parts: PageParts): Arrivals {
  let until = 0;
  let pauseMs = SOON_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function plan(): void {
    clearTimeout(timer);
    if (performance.now() < until) timer = setTimeout(() => void look(), pauseMs);
  }

  async function look(): Promise<void> {
    if (document.visibilityState !== 'visible') return;
    const seen = await parts.look();
    if (seen === 'over') return;
    pauseMs = seen === 'failed' ? Math.min(pauseMs * 2, LONGEST_PAUSE_MS) : SOON_MS;
    plan();
  }

  document.addEventListener('visibilitychange', plan);
  return {
    expect() {
      until = performance.now() + EXPECTED_MS;
      pauseMs = SOON_MS;
      plan();
    },
  };
}
