import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { FileMissing } from '../file-errors.ts';
import { openOnDisk } from './disk-objects.ts';
import { type DiskPlace, ensureShard, locate, syncDirectory } from './disk-places.ts';
import type { StagedObjects } from './storage-driver.ts';

export const PRIVATE_FILE = 0o600;

/** Objects under temporary names, beside the places that they will have. */
export function stageOnDisk(directory: string): StagedObjects {
  const places = new Map<string, DiskPlace>();
  return {
    async write(key, content) {
      const place = locate(directory, key);
      await ensureShard(place.shard);
      const handle = await open(place.part, 'wx', PRIVATE_FILE);
      places.set(key, place);
      try {
        for await (const bytes of content) await writeAll(handle, bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    async open(key) {
      const place = places.get(key);
      if (!place) throw new FileMissing();
      return openOnDisk(place.part);
    },
    async publish() {
      for (const { part, file } of places.values()) await rename(part, file);
      for (const shard of new Set([...places.values()].map((place) => place.shard))) await syncDirectory(shard);
    },
    async discard() {
      for (const { part, file } of places.values()) {
        await rm(part, { force: true });
        await rm(file, { force: true });
      }
    },
  };
}

export async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let at = 0;
  while (at < bytes.length) at += (await handle.write(bytes, at)).bytesWritten;
}
