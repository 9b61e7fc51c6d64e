import { type FileHandle, open, rm } from 'node:fs/promises';
import { addAbortSignal, type Writable } from 'node:stream';
import { AdminError } from '../../platform/admin-error.ts';
import { errorCode } from '../../platform/db/database.ts';

const FOR_ITS_OWNER = 0o600;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Has a file written that is not there yet, for nobody but its owner to read. Where that fails or is broken off, nothing of it stays.
 * @throws AdminError where it is there, or cannot be made
 */
export async function writeNewFile<Result>(path: string, write: (sink: Writable) => Promise<Result>): Promise<Result> {
  const broken = new AbortController();
  const breakOff = (): void => broken.abort(new AdminError(`broken off; ${path} is not written`));
  for (const signal of SIGNALS) process.once(signal, breakOff);
  try {
    const handle = await openNew(path);
    const sink = handle.createWriteStream({ flush: true });
    // Broken off before anybody writes, it has nobody else to tell; who writes then is told in any case.
    sink.on('error', () => undefined);
    return await writeOrRemove(path, addAbortSignal(broken.signal, sink), write);
  } catch (error) {
    throw broken.signal.aborted ? broken.signal.reason : error;
  } finally {
    for (const signal of SIGNALS) process.off(signal, breakOff);
  }
}

async function writeOrRemove<Result>(
  path: string,
  sink: Writable,
  write: (sink: Writable) => Promise<Result>,
): Promise<Result> {
  try {
    return await write(sink);
  } catch (error) {
    sink.destroy();
    await rm(path, { force: true });
    throw error;
  }
}

async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', FOR_ITS_OWNER);
  } catch (error) {
    const code = errorCode(error);
    throw new AdminError(
      code === 'EEXIST' ? `${path} is there already; name another file` : `${path} cannot be written: ${code}`,
    );
  }
}
