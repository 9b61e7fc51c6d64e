import type { Database } from '../../platform/db/database.ts';
import { inBatches } from '../../platform/jobs/index.ts';

/** How changes that are counted become part of the tallies. */
export interface Folding {
  /** Whether so many are waiting, or more. */
  areWaiting(db: Database, count: number): Promise<boolean>;
  /** Adds up to `limit` of them to the tallies. Safe in several processes at once. */
  fold(db: Database, limit: number): Promise<number>;
}

/** Fewer cost a reader little, and are left to the workers. */
const FOLD_FROM = 1_000;
/** At once: few, as a connection is kept meanwhile that calls may be waiting for. */
const BATCH = 2_000;
const EVERY_MS = 1_000;

/**
 * For whoever reads a list: sees to it that what changed is added up where no worker does so, or a lagging one (decision 0046). Outside
 * the reader's call, in short statements, one at a time in each process. What fails is left to the next reader.
 */
export function foldBehind({ areWaiting, fold }: Folding): (db: Database) => void {
  const seenMs = new WeakMap<Database, number>();
  const never = new AbortController().signal;
  return (db) => {
    const nowMs = performance.now();
    if (nowMs - (seenMs.get(db) ?? -Infinity) < EVERY_MS) return;
    seenMs.set(db, Infinity);
    const all = (size: number): Promise<number> => fold(db, size);
    void areWaiting(db, FOLD_FROM)
      .then((are) => (are ? inBatches(BATCH, never, all) : undefined))
      .catch(() => undefined)
      .finally(() => seenMs.set(db, performance.now()));
  };
}
