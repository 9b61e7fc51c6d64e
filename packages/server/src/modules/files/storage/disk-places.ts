import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FileMissing } from '../file-errors.ts';
import { isStorageKey } from './storage-key.ts';

const PRIVATE_DIRECTORY = 0o700;

/** Where an object lies: in a folder for the first two digits of its key. */
export interface DiskPlace {
  readonly shard: string;
  readonly file: string;
  /** Beside the file, so that the rename is atomic and one fsync of the folder covers it. */
  readonly part: string;
}

/** Only 32 hexadecimal digits ever become part of a path; anything else is FileMissing. */
export function locate(directory: string, key: string): DiskPlace {
  if (!isStorageKey(key)) throw new FileMissing();
  const shard = join(directory, key.slice(0, 2));
  return { shard, file: join(shard, key), part: join(shard, `${key}.part`) };
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

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
