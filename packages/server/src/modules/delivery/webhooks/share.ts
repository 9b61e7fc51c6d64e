/** How many attempts one endpoint may have under way in a process, and what that rests on. */
export interface Share {
  readonly size: number;
  /** Good answers in a row since it was last changed. */
  readonly good: number;
  /** Whether all of it was in use meanwhile: good answers to a few say nothing about many. */
  readonly wasFull: boolean;
}

export interface Ended {
  readonly isGood: boolean;
  /** Who takes longer is helped by no more at once, and would keep the room from others. */
  readonly isQuick: boolean;
}

export const FIRST_SHARE: Share = { size: 8, good: 0, wasFull: false };
export const LARGEST_SHARE = 64;

/** Twice as much after as many good answers as it had room for; back to the first at one that is none. */
export function shareAfter(share: Share, { isGood, isQuick }: Ended): Share {
  if (!isGood) return FIRST_SHARE;
  if (!isQuick) return { ...share, good: 0 };
  const good = share.good + 1;
  if (!share.wasFull || good < share.size) return { ...share, good };
  return { size: Math.min(2 * share.size, LARGEST_SHARE), good: 0, wasFull: false };
}

export function shareWith(share: Share, underWay: number): Share {
  return underWay >= share.size && !share.wasFull ? { ...share, wasFull: true } : share;
}
