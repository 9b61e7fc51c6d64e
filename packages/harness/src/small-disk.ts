import { execFile } from 'node:child_process';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A file system of its own, in memory, to be filled. */
export interface SmallDisk {
  readonly path: string;
  /** As a disk behaves on which errors were found. */
  setReadOnly(isReadOnly: boolean): Promise<void>;
  close(): Promise<void>;
}

/** Undefined, with a line that says why, where this account may not mount one. */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk | undefined> {
  const path = await mkdtemp(join(tmpdir(), 'nt24-small-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path]);
  } catch (error) {
    await rmdir(path);
    const [line] = (error instanceof Error ? error.message : String(error)).split('\n').slice(-2);
    console.log(`no small disk can be mounted here: ${line}`);
    return undefined;
  }
  return {
    path,
    setReadOnly: async (isReadOnly) => void (await run('mount', ['-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, path])),
    async close() {
      await run('umount', ['-l', path]);
      await rmdir(path);
    },
  };
}
