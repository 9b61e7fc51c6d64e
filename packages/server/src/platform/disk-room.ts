import { statfs } from 'node:fs/promises';
import { errorCode } from './db/database.ts';
import { Unavailable } from './problems/problem-types.ts';
import { ProblemError } from './problems/problems.ts';

/** Full, over a quota, mounted read-only, and over the size that the process may write: nothing that the caller could mend. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EFBIG']);
const RETRY_AFTER_SECONDS = 60;

/** How much the file system of the data folder can still take. */
export interface DiskRoom {
  /** Undefined where the system does not tell. */
  freeBytes(): Promise<number | undefined>;
  /** Less is free than the operator wants to keep. */
  isShort(): Promise<boolean>;
  /** Asked before something new begins. @throws ProblemError `unavailable` where with so much more the room were short */
  require(bytes: number): Promise<void>;
}

export function createDiskRoom({ folder, floorBytes }: { folder: string; floorBytes: number }): DiskRoom {
  async function freeBytes(): Promise<number | undefined> {
    const found = await statfs(folder).catch(() => undefined);
    return found && found.bavail * found.bsize;
  }

  async function isShortWith(bytes: number): Promise<boolean> {
    const free = await freeBytes();
    return free !== undefined && free - bytes < floorBytes;
  }

  return {
    freeBytes,
    isShort: () => isShortWith(0),
    async require(bytes) {
      if (await isShortWith(bytes)) throw noRoom();
    },
  };
}

/** Failures of a disk that takes nothing any more as what they are to the caller: 503, and worth a repeat. */
export async function whileThereIsRoom<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw NO_ROOM.has(errorCode(error) ?? '') ? noRoom(error) : error;
  }
}

function noRoom(cause?: unknown): ProblemError {
  const problem = new ProblemError(Unavailable, 'There is no room for files at the moment. Try again later.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
  if (cause !== undefined) problem.cause = cause;
  return problem;
}
