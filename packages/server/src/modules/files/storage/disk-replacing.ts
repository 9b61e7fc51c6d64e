import { open, rename, rm, stat, utimes } from 'node:fs/promises';
import { syncFolder } from '../../../platform/durable-folder.ts';
import { isMissing, locate } from './disk-places.ts';
import { PRIVATE_FILE, writeAll } from './disk-staging.ts';
import { isStorageKey, newStorageKey } from './storage-key.ts';

/** Beside the object under a name of its own, which the sweep knows for unfinished, and by a rename into its place. */
export async function replaceOnDisk(
  directory: string,
  key: string,
  content: AsyncIterable<Uint8Array>,
): Promise<boolean> {
  if (!isStorageKey(key) || !(await isThere(locate(directory, key).file))) return false;
  const { file, shard } = locate(directory, key);
  const part = file.replace(key, `${newStorageKey()}.part`);
  try {
    const handle = await open(part, 'wx', PRIVATE_FILE);
    try {
      for await (const bytes of content) await writeAll(handle, bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    const before = await isThere(file);
    if (!before) return false;
    await rename(part, file);
    await utimes(file, before.atime, before.mtime);
    await syncFolder(shard);
    return true;
  } finally {
    await rm(part, { force: true });
  }
}

async function isThere(path: string) {
  return stat(path).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
}
