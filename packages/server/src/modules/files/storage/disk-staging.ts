import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { whileThereIsRoom } from '../../../platform/disk-room.ts';
import { ensureFolder, syncFolder } from '../../../platform/durable-folder.ts';
import { FileMissing } from '../file-errors.ts';
import { openOnDisk } from './disk-objects.ts';
import { type DiskPlace, locate } from './disk-places.ts';
import type { StagedObjects } from './storage-driver.ts';

export const PRIVATE_FILE = 0o600;

/** Objects under temporary names, beside the places that they will have. */
export function stageOnDisk(directory: string): StagedObjects {
  const places = new Map<string, DiskPlace>();

  async function write(key: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const place = locate(directory, key);
    await ensureFolder(place.shard, dirname(directory));
    const handle = await open(place.part, 'wx', PRIVATE_FILE);
    places.set(key, place);
    try {
      for await (const bytes of content) await writeAll(handle, bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  async function publish(): Promise<void> {
    for (const { part, file } of places.values()) await rename(part, file);
    for (const shard of new Set([...places.values()].map((place) => place.shard))) await syncFolder(shard);
  }

  async function discard(): Promise<void> {
    for (const { part, file } of places.values()) {
      await rm(part, { force: true });
      await rm(file, { force: true });
    }
  }

  return {
    write: (key, content) => whileThereIsRoom(() => write(key, content)),
    async open(key) {
      const place = places.get(key);
      if (!place) throw new FileMissing();
      return openOnDisk(place.part);
    },
    publish: () => whileThereIsRoom(publish),
    discard: () => whileThereIsRoom(discard),
  };
}

export async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let at = 0;
  while (at < bytes.length) at += (await handle.write(bytes, at)).bytesWritten;
}
