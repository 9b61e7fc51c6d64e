import { open, readdir, stat, unlink } from 'node:fs/promises';
import { whileThereIsRoom } from '../../../platform/disk-room.ts';
import { FileMissing } from '../file-errors.ts';
import { isMissing } from './disk-places.ts';
import type { StoredObject } from './storage-driver.ts';

const READ_BYTES = 64 * 1024;

export async function openOnDisk(path: string): Promise<StoredObject> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw isMissing(error) ? new FileMissing() : error;
  });
  try {
    const { size: byteSize } = await handle.stat();
    return { byteSize, content: handle.createReadStream({ highWaterMark: READ_BYTES }) };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** False as well when the file has gone meanwhile: an upload ended, or another process sweeps too. */
export async function removeFromDisk(path: string, writtenBefore?: Date): Promise<boolean> {
  try {
    if (writtenBefore && (await stat(path)).mtimeMs > writtenBefore.getTime()) return false;
    await whileThereIsRoom(() => unlink(path));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

export async function listNames(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
