import type { ClaimWish } from './delivery-repository.ts';
import { type Ended, FIRST_SHARE, type Share, shareAfter, shareWith } from './share.ts';

/** In this process, each endpoint's first eight. */
const MAX_AT_ONCE = 256;
/** From here on room is kept for endpoints that have little under way: many that hang must not hold up the others. */
const CROWDED_FROM = 192;
const MAX_PER_ENDPOINT_IN_CROWD = 2;
const MAX_PER_FAILING_ENDPOINT = 2;
/** What endpoints have beyond their first eight comes out of a room of its own: however many of those hang, they take nothing from anybody's first eight. */
const MAX_EXTRA = 128;
/** What was good so long ago says nothing about now. */
const FORGOTTEN_AFTER_MS = 10_000;

interface Standing {
  share: Share;
  /** Claimed, and its outcome not yet written down. */
  underWay: number;
  usedAtMs: number;
}

/** Who has how much under way, and may have how much more. */
export interface Room {
  /** What may be claimed now; undefined where there is no room. */
  wish(): Omit<ClaimWish, 'leaseMs'> | undefined;
  /** One more of the endpoint's is under way. */
  take(endpointId: string): void;
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
    if (!standing) standings.set(endpointId, (standing = { share: FIRST_SHARE, underWay: 0, usedAtMs: 0 }));
    standing.usedAtMs = nowMs();
    return standing;
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
          .map(
            ([
              endpointId,
              {
                underWay,
                share: { size },
              },
            ]) => ({
              endpointId,
              underWay,
              share: isCrowded ? perEndpoint : size,
            }),
          ),
      };
    },
    take(endpointId) {
      const standing = standingOf(endpointId);
      standing.underWay += 1;
      standing.share = shareWith(standing.share, standing.underWay);
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
