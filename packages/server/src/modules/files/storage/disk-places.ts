import { join } from 'node:path';
import { FileMissing } from '../file-errors.ts';
import { isStorageKey } from './storage-key.ts';

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

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
