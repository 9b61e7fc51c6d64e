import type { ClaimWish } from './delivery-repository.ts';
import { type Ended, FIRST_SHARE, LARGEST_SHARE, type Share, shareAfter, shareWith } from './share.ts';

/** In this process, each endpoint's first eight. */
const MAX_AT_ONCE = 256;
/** From here on room is kept for endpoints that have little under way: many that hang must not hold up the others. */
const CROWDED_FROM = 192;
const MAX_PER_ENDPOINT_IN_CROWD = 2;
const MAX_PER_FAILING_ENDPOINT = 2;
/** What endpoints have beyond their first eight comes out of a room of its own: however many of those hang, they take nothing from anybody's first eight. */
const MAX_EXTRA = 128;
/**
 * None is sent while one so many places before it has no answer yet: what arrives stays near its order. One that takes longer than a
 * while holds up no others: it hangs.
 */
const MOST_AHEAD = 96;
const HANGS_AFTER_MS = 1_000;
/** What was good so long ago says nothing about now. */
const FORGOTTEN_AFTER_MS = 10_000;

interface Standing {
  share: Share;
  /** Claimed, and its outcome not yet written down. */
  underWay: number;
  usedAtMs: number;
  /** So many were taken so far. */
  taken: number;
  /** When each that has no answer yet was taken, by its place among those, the first one first. */
  readonly unanswered: Map<number, number>;
}

/** Who has how much under way, and may have how much more. */
export interface Room {
  /** What may be claimed now; undefined where there is no room. */
  wish(): Omit<ClaimWish, 'leaseMs'> | undefined;
  /** One more of the endpoint's is under way: its place among those. */
  take(endpointId: string): number;
  /** It has its answer, or will have none. */
  answered(endpointId: string, place: number): void;
  /** How one ended; it keeps its place until that is written down, so that no more than a share is ever sent again after a kill. */
  heard(endpointId: string, ended: Ended): void;
  free(endpointId: string): void;
  /** Whether an endpoint may have more that is due than it had room for. */
  isShort(): boolean;
}

export function createRoom(nowMs: () => number = () => performance.now()): Room {
  const standings = new Map<string, Standing>();

  function standingOf(endpointId: string): Standing {
    let standing = standings.get(endpointId);
    if (!standing)
      standings.set(
        endpointId,
        (standing = { share: FIRST_SHARE, underWay: 0, usedAtMs: 0, taken: 0, unanswered: new Map() }),
      );
    standing.usedAtMs = nowMs();
    return standing;
  }

  /** How many more may be sent before the first one that is still on its way has its answer. */
  function placesAhead({ taken, unanswered }: Standing): number {
    const since = nowMs() - HANGS_AFTER_MS;
    for (const [place, takenAtMs] of unanswered)
      if (takenAtMs >= since) return Math.max(0, place + MOST_AHEAD - 1 - taken);
    return LARGEST_SHARE;
  }

  function forgetQuiet(): void {
    for (const [id, { underWay, usedAtMs }] of standings)
      if (underWay === 0 && nowMs() - usedAtMs > FORGOTTEN_AFTER_MS) standings.delete(id);
  }

  return {
    wish() {
      forgetQuiet();
      let first = 0;
      let extra = 0;
      for (const { underWay } of standings.values()) {
        first += Math.min(underWay, FIRST_SHARE.size);
        extra += Math.max(0, underWay - FIRST_SHARE.size);
      }
      const isCrowded = first >= CROWDED_FROM;
      const limit = (isCrowded ? MAX_AT_ONCE : CROWDED_FROM) - first;
      if (limit <= 0) return undefined;
      const perEndpoint = isCrowded ? MAX_PER_ENDPOINT_IN_CROWD : FIRST_SHARE.size;
      return {
        limit,
        extraLimit: isCrowded ? 0 : Math.max(0, MAX_EXTRA - extra),
        perEndpoint,
        perFailingEndpoint: MAX_PER_FAILING_ENDPOINT,
        known: [...standings]
          .filter(([, { underWay, share }]) => underWay > 0 || share.size > FIRST_SHARE.size)
          .map(([endpointId, standing]) => ({
            endpointId,
            underWay: standing.underWay,
            share: isCrowded ? perEndpoint : Math.min(standing.share.size, standing.underWay + placesAhead(standing)),
          })),
      };
    },
    take(endpointId) {
      const standing = standingOf(endpointId);
      standing.underWay += 1;
      standing.share = shareWith(standing.share, standing.underWay);
      standing.taken += 1;
      standing.unanswered.set(standing.taken, nowMs());
      return standing.taken;
    },
    answered(endpointId, place) {
      standingOf(endpointId).unanswered.delete(place);
    },
    heard(endpointId, ended) {
      const standing = standingOf(endpointId);
      standing.share = shareAfter(standing.share, ended);
    },
    free(endpointId) {
      standingOf(endpointId).underWay -= 1;
    },
    isShort: () => [...standings.values()].some(({ underWay }) => underWay >= MAX_PER_FAILING_ENDPOINT),
  };
}
