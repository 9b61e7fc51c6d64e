import { type Clock, instantOf } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import { findOwnedKeys } from './repository.ts';
import type { StorageDriver } from './storage/storage-driver.ts';

const KEYS_PER_QUESTION = 500;
const HOUR_MS = 3_600_000;

export interface SweepOptions {
  readonly db: Database;
  readonly clock: Clock;
  /** Default an hour: longer than from an upload's last byte to the commit of its row. */
  readonly olderThanMs?: number;
}

export interface SweepResult {
  /** Uploads that never ended. */
  readonly removedParts: number;
  /** Stored files which nobody owns. */
  readonly removedFiles: number;
}

/** Removes what crashes left behind, and the files of owners that have gone. `stored_files` alone says what stays. */
export async function sweepFiles(
  storage: StorageDriver,
  { db, clock, olderThanMs = HOUR_MS }: SweepOptions,
): Promise<SweepResult> {
  const writtenBefore = instantOf(clock.now().getTime() - olderThanMs);
  const removedParts = await storage.removeUnfinished(writtenBefore);
  let removedFiles = 0;
  for await (const keys of inGroups(storage.list())) {
    const owned = await findOwnedKeys(db, keys);
    for (const key of keys) {
      if (!owned.has(key) && (await storage.remove(key, writtenBefore))) removedFiles += 1;
    }
  }
  return { removedParts, removedFiles };
}

export async function* inGroups(keys: AsyncIterable<string>): AsyncGenerator<string[]> {
  let group: string[] = [];
  for await (const key of keys) {
    group.push(key);
    if (group.length < KEYS_PER_QUESTION) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
