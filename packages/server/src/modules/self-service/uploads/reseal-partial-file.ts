import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../../../platform/durable-folder.ts';
import { type Keyring, keyIdOf } from '../../../platform/keyring.ts';
import { HEADER_BYTES, openFrame, openFrames, sealFrame, walk } from './frames.ts';
import { PRIVATE_FILE, unfinishedPath } from './partial-files.ts';
import { ifMissing, tailPaths } from './tails.ts';

/** `missing`: there is none, or nothing of it counts. */
type Resealed = 'resealed' | 'damaged' | 'missing' | 'busy';

/** The ids of the master keys of all that is there of the file at `path`: its frames and its tails. */
export async function readKeyIds(path: string): Promise<ReadonlySet<number>> {
  const ids = new Set<number>();
  await withFile(path, async (handle) => {
    for await (const frame of walk(handle)) await addKeyId(ids, handle, frame.at);
  });
  for (const tail of tailPaths(path)) await withFile(tail, (handle) => addKeyId(ids, handle, 0));
  return ids;
}

/** Of the frame that begins at `at`; nothing where it is torn within its header. */
async function addKeyId(ids: Set<number>, handle: FileHandle, at: number): Promise<void> {
  const first = Buffer.alloc(1);
  const { bytesRead } = await handle.read(first, 0, 1, at + HEADER_BYTES);
  if (bytesRead === 1) ids.add(keyIdOf(first));
}

/**
 * Seals all of it under the current master key, under the upload's lock: another file, sealed anew, takes the place of each. Readers go on with
 * what they opened. `damaged`: its frames do not open, and stay.
 */
export async function resealFile(path: string, keyring: Keyring, id: string): Promise<Resealed> {
  const frames = await withFile(path, (handle) => resealFrames(handle, path, { keyring, id }));
  if (frames === 'damaged' || frames === 'busy') return frames;
  const tails: (Resealed | undefined)[] = [];
  for (const tail of tailPaths(path))
    tails.push(await withFile(tail, (handle) => resealTail(handle, tail, { keyring, id })));
  await syncFolder(dirname(path));
  if (tails.includes('busy')) return 'busy';
  return frames === 'resealed' || tails.includes('resealed') ? 'resealed' : 'missing';
}

interface Sealing {
  readonly keyring: Keyring;
  readonly id: string;
}

async function resealFrames(handle: FileHandle, path: string, { keyring, id }: Sealing): Promise<Resealed> {
  if (!(await opens(handle, keyring, id))) return 'damaged';
  return replace(handle, path, framesOf(handle, keyring, id));
}

/** One that does not open is none, and goes, so that no key is kept for it. */
async function resealTail(handle: FileHandle, path: string, { keyring, id }: Sealing): Promise<Resealed> {
  const { start, chunk } = openOrNone(keyring, id, await handle.readFile()) ?? {};
  if (start !== undefined && chunk) return replace(handle, path, [sealFrame(keyring, { id, start }, chunk)]);
  await rm(path, { force: true });
  return 'missing';
}

function openOrNone(keyring: Keyring, id: string, bytes: Buffer): ReturnType<typeof openFrame> | undefined {
  try {
    return openFrame(keyring, id, bytes);
  } catch {
    return undefined;
  }
}

/** `busy`: the lock was lost, and somebody wrote on. His bytes are acknowledged. */
async function replace(
  handle: FileHandle,
  path: string,
  frames: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<Resealed> {
  const { size, mtimeMs } = await handle.stat();
  await writeAnew(unfinishedPath(path), frames);
  const now = await handle.stat();
  if (now.size !== size || now.mtimeMs !== mtimeMs) return 'busy';
  await rename(unfinishedPath(path), path);
  return 'resealed';
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
  for await (const { start, chunk } of openFrames(handle, keyring, id)) yield sealFrame(keyring, { id, start }, chunk);
}

async function writeAnew(path: string, frames: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void> {
  const handle = await open(path, 'w', PRIVATE_FILE);
  try {
    for await (const frame of frames) await handle.appendFile(frame);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
