import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../platform/clock.ts';
import { PART_NAME, SHARD_NAME, STORED_NAME } from './storage-places.ts';

const KEYS_PER_QUESTION = 500;

export interface SweepOptions {
  /** Answers which of at most 500 storage keys some row still refers to. */
  readonly isReferenced: (storageKeys: string[]) => Promise<Set<string>>;
  /** Must exceed the longest time from an upload's last byte to the commit of its row; an hour or more. */
  readonly olderThanMs: number;
  readonly clock: Clock;
}

export interface SweepResult {
  /** Uploads that never ended. */
  readonly removedParts: number;
  /** Stored files which no row refers to. */
  readonly removedFiles: number;
}

async function listNames(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** False as well when the file has gone meanwhile: an upload ended, or another process sweeps too. */
async function removeIfOld(path: string, { olderThanMs, clock }: SweepOptions): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (!found || clock.now().getTime() - found.mtimeMs < olderThanMs) return false;
  await rm(path, { force: true });
  return true;
}

async function removeOld(shard: string, names: string[], options: SweepOptions): Promise<number> {
  let removed = 0;
  for (const name of names) removed += (await removeIfOld(join(shard, name), options)) ? 1 : 0;
  return removed;
}

async function findOrphans(keys: string[], isReferenced: SweepOptions['isReferenced']): Promise<string[]> {
  const orphans: string[] = [];
  for (let at = 0; at < keys.length; at += KEYS_PER_QUESTION) {
    const asked = keys.slice(at, at + KEYS_PER_QUESTION);
    const referenced = await isReferenced(asked);
    orphans.push(...asked.filter((key) => !referenced.has(key)));
  }
  return orphans;
}

/** Removes what crashes left behind, and touches nothing whose name the store did not give. */
export async function sweepFiles(directory: string, options: SweepOptions): Promise<SweepResult> {
  let removedParts = 0;
  let removedFiles = 0;
  const shards = (await listNames(directory)).filter((name) => SHARD_NAME.test(name));
  for (const name of shards) {
    const shard = join(directory, name);
    const names = await listNames(shard);
    const parts = names.filter((entry) => PART_NAME.test(entry));
    const keys = names.filter((entry) => STORED_NAME.test(entry));
    removedParts += await removeOld(shard, parts, options);
    removedFiles += await removeOld(shard, await findOrphans(keys, options.isReferenced), options);
  }
  return { removedParts, removedFiles };
}
