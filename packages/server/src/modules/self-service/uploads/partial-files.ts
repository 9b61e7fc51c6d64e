import { type FileHandle, open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { whileThereIsRoom } from '../../../platform/disk-room.ts';
import { ensureFolder } from '../../../platform/durable-folder.ts';
import { isUuid } from '../../../platform/ids.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import { appendFrames, type Stand } from './append-frames.ts';
import { measure, openFrames } from './frames.ts';
import { createTails, ifMissing, tailPaths } from './tails.ts';

/* A partial file is a row of full frames; what came behind the last one waits in a tail, until there is enough for a frame. */
export const PRIVATE_FILE = 0o600;

/** Files still being received, encrypted like all others, each growing at its end. One writer at a time: callers hold a lock. */
export interface PartialFiles {
  /** Bytes that came so far: 0 for a file not begun. Costs the same however many pieces they came in. */
  receivedBytes(id: string): Promise<number>;
  /**
   * Adds what the source gives behind `offset`, which must be all that came so far, and returns the new offset once it is on the
   * disk. A source that breaks off is rethrown after what came of it is on the disk. Where the disk takes no more this rejects with
   * the problem `unavailable`, and what was there before stays.
   */
  append(id: string, offset: number, source: AsyncIterable<Uint8Array>): Promise<number>;
  /** Decrypted. Fails where a frame was altered. Destroy a stream that is not read to its end. */
  read(id: string): Readable;
  /** Removing what is not there is no error. */
  remove(id: string): Promise<void>;
  /** Ids of all partial files. */
  list(): Promise<string[]>;
}

/** Where a file is being sealed anew. What a crash leaves there goes with the next try, or with the upload. */
export function unfinishedPath(path: string): string {
  return `${path}.new`;
}

/** Shared by all processes; only a partial file's own upload says whose it is. */
export function uploadsDirectory(dataDir: string): string {
  return join(dataDir, 'uploads');
}

/** `directory` is created, below one that is there, when the first bytes come. */
export function createPartialFiles({ directory, keyring }: { directory: string; keyring: Keyring }): PartialFiles {
  const tails = createTails(keyring);

  function pathOf(id: string): string {
    if (!isUuid(id)) throw new Error('not the id of an upload');
    return join(directory, id);
  }

  async function openExisting(id: string): Promise<FileHandle | undefined> {
    return open(pathOf(id), 'r').catch((error: unknown) => ifMissing(error, undefined));
  }

  async function* readChunks(id: string): AsyncGenerator<Buffer> {
    const handle = await openExisting(id);
    if (!handle) return;
    try {
      let received = 0;
      for await (const { start, chunk } of openFrames(handle, keyring, id)) {
        received = start + chunk.length;
        yield chunk;
      }
      const { chunk } = await tails.read({ id, path: pathOf(id), start: received });
      if (chunk.length > 0) yield chunk;
    } finally {
      await handle.close();
    }
  }

  async function standOf(handle: FileHandle, id: string): Promise<Stand> {
    const { received: start, wholeBytes } = await measure(handle);
    const tail = await tails.read({ id, path: pathOf(id), start });
    return { start, wholeBytes, tail, received: start + tail.chunk.length };
  }

  async function append(id: string, offset: number, source: AsyncIterable<Uint8Array>): Promise<number> {
    await ensureFolder(directory, dirname(directory));
    const handle = await open(pathOf(id), 'a+', PRIVATE_FILE);
    try {
      const stand = await standOf(handle, id);
      if (stand.received !== offset) throw new Error('the partial file goes on elsewhere');
      // The rest of a frame that a crash tore.
      await handle.truncate(stand.wholeBytes);
      return await appendFrames({ id, path: pathOf(id), handle, stand, tails, keyring }, source);
    } finally {
      await handle.close();
    }
  }

  return {
    async receivedBytes(id) {
      const handle = await openExisting(id);
      if (!handle) return 0;
      try {
        return (await standOf(handle, id)).received;
      } finally {
        await handle.close();
      }
    },
    append: (id, offset, source) => whileThereIsRoom(() => append(id, offset, source)),
    read: (id) => Readable.from(readChunks(id), { objectMode: false }),
    remove: (id) =>
      whileThereIsRoom(async () => {
        for (const path of [pathOf(id), ...tailPaths(pathOf(id))]) {
          await rm(path, { force: true });
          await rm(unfinishedPath(path), { force: true });
        }
      }),
    async list() {
      const names = await readdir(directory).catch((error: unknown) => ifMissing(error, []));
      return [...new Set(names.map((name) => name.split('.', 1)[0] ?? '').filter(isUuid))];
    },
  };
}
