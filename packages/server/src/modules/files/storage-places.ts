import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FileMissing } from './file-errors.ts';

const STORAGE_KEY = /^[0-9a-f]{32}$/;
const PRIVATE_DIRECTORY = 0o700;

/** Names of a stored file and of one still being received, within a shard folder of two hexadecimal digits. */
export const SHARD_NAME = /^[0-9a-f]{2}$/;
export const STORED_NAME = STORAGE_KEY;
export const PART_NAME = /^[0-9a-f]{32}\.part$/;

export interface StoragePlace {
  readonly shard: string;
  readonly file: string;
  /** Beside the file, so that the rename is atomic and one fsync of the folder covers it. */
  readonly part: string;
}

export function isStorageKey(text: string): boolean {
  return STORAGE_KEY.test(text);
}

/** Only 32 hexadecimal digits ever become part of a path; anything else is FileMissing. */
export function locate(directory: string, storageKey: string): StoragePlace {
  if (!isStorageKey(storageKey)) throw new FileMissing();
  const shard = join(directory, storageKey.slice(0, 2));
  return { shard, file: join(shard, storageKey), part: join(shard, `${storageKey}.part`) };
}

/** Makes a name created in the folder survive a power cut. */
export async function syncDirectory(path: string): Promise<void> {
  // Windows cannot open folders for this; its file systems journal names themselves.
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function ensureShard(shard: string): Promise<void> {
  const firstMade = await mkdir(shard, { recursive: true, mode: PRIVATE_DIRECTORY });
  if (firstMade !== undefined) await syncDirectory(dirname(shard));
}
