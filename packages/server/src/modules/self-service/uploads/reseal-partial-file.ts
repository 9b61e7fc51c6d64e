import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Keyring, keyIdOf } from '../../../platform/keyring.ts';
import { HEADER_BYTES, ifMissing, openFrames, PRIVATE_FILE, sealFrame, unfinishedPath, walk } from './partial-files.ts';

type Resealed = 'resealed' | 'damaged' | 'missing' | 'busy';

/** The ids of the master keys of all its frames. */
export async function readKeyIds(path: string): Promise<ReadonlySet<number>> {
  const ids = await withFile(path, async (handle) => {
    const ids = new Set<number>();
    const first = Buffer.alloc(1);
    for await (const frame of walk(handle)) {
      await handle.read(first, 0, 1, frame.at + HEADER_BYTES);
      ids.add(keyIdOf(first));
    }
    return ids;
  });
  return ids ?? new Set();
}

/**
 * Seals all of it under the current master key, under the upload's lock: another file, sealed anew, takes the place of this one. Readers go on with
 * what they opened. `damaged`: it does not open, and stays.
 */
export async function resealFile(path: string, keyring: Keyring, id: string): Promise<Resealed> {
  const outcome = await withFile(path, async (handle): Promise<Resealed> => {
    const { size } = await handle.stat();
    if (!(await opens(handle, keyring, id))) return 'damaged';
    await writeAnew(unfinishedPath(path), framesOf(handle, keyring, id));
    // The lock was lost, and somebody wrote on: his bytes are acknowledged.
    if ((await handle.stat()).size !== size) return 'busy';
    await rename(unfinishedPath(path), path);
    await syncFolder(dirname(path));
    return 'resealed';
  });
  return outcome ?? 'missing';
}

async function withFile<Result>(
  path: string,
  use: (handle: FileHandle) => Promise<Result>,
): Promise<Result | undefined> {
  const handle = await open(path, 'r').catch((error: unknown) => ifMissing(error, undefined));
  if (!handle) return undefined;
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

async function opens(handle: FileHandle, keyring: Keyring, id: string): Promise<boolean> {
  try {
    for await (const _chunk of openFrames(handle, keyring, id));
    return true;
  } catch {
    return false;
  }
}

async function* framesOf(handle: FileHandle, keyring: Keyring, id: string): AsyncGenerator<Buffer> {
  let start = 0;
  for await (const chunk of openFrames(handle, keyring, id)) {
    yield sealFrame(keyring, { id, start }, chunk);
    start += chunk.length;
  }
}

async function writeAnew(path: string, frames: AsyncIterable<Buffer>): Promise<void> {
  const handle = await open(path, 'w', PRIVATE_FILE);
  try {
    for await (const frame of frames) await handle.appendFile(frame);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** So that the new file stands there after a power cut. Windows journals names by itself. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
