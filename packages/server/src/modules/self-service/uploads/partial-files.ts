import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { isUuid } from '../../../platform/ids.ts';
import type { Keyring } from '../../../platform/keyring.ts';

/*
 * A partial file is a row of frames: length of the sealed chunk, offset of its first byte and of the byte behind its last one
 * (4 bytes each), sealed chunk. The context of a chunk binds it to its upload and its place. A frame that does not start where
 * the one before ended is passed over: it is the second copy that a writer left who had lost his lock without noticing.
 */
export const HEADER_BYTES = 12;
const CHUNK_BYTES = 64 * 1024;
const LONGEST_SEALED = CHUNK_BYTES + 1_024;
const PURPOSE = 'upload-part';
export const PRIVATE_FILE = 0o600;
const PRIVATE_DIRECTORY = 0o700;

/** Files still being received, encrypted like all others, each growing at its end. One writer at a time: callers hold a lock. */
export interface PartialFiles {
  /** Bytes that came so far: 0 for a file not begun. */
  receivedBytes(id: string): Promise<number>;
  /**
   * Adds what the source gives behind `offset`, which must be all that came so far, and returns the new offset once it is on the
   * disk. A source that breaks off is rethrown after what came of it is on the disk.
   */
  append(id: string, offset: number, source: AsyncIterable<Uint8Array>): Promise<number>;
  /** Decrypted. Fails where a frame was altered. Destroy a stream that is not read to its end. */
  read(id: string): Readable;
  /** Removing what is not there is no error. */
  remove(id: string): Promise<void>;
  /** Ids of all partial files. */
  list(): Promise<string[]>;
}

interface Frame {
  readonly at: number;
  readonly sealedBytes: number;
  readonly start: number;
  readonly end: number;
}

/** Where a file is being sealed anew. What a crash leaves there goes with the next try, or with the upload. */
export function unfinishedPath(path: string): string {
  return `${path}.new`;
}

/** `directory` is created when the first bytes come. */
export function createPartialFiles({ directory, keyring }: { directory: string; keyring: Keyring }): PartialFiles {
  function pathOf(id: string): string {
    if (!isUuid(id)) throw new Error('not the id of an upload');
    return join(directory, id);
  }

  async function openExisting(id: string): Promise<FileHandle | undefined> {
    return open(pathOf(id), 'r').catch((error: unknown) => ifMissing(error, undefined));
  }

  async function writeFrame(handle: FileHandle, { id, start }: { id: string; start: number }, chunk: Buffer) {
    await handle.appendFile(sealFrame(keyring, { id, start }, chunk));
  }

  async function* readChunks(id: string): AsyncGenerator<Buffer> {
    const handle = await openExisting(id);
    if (!handle) return;
    try {
      yield* openFrames(handle, keyring, id);
    } finally {
      await handle.close();
    }
  }

  return {
    async receivedBytes(id) {
      const handle = await openExisting(id);
      if (!handle) return 0;
      try {
        return (await measure(handle)).received;
      } finally {
        await handle.close();
      }
    },
    async append(id, offset, source) {
      await mkdir(directory, { recursive: true, mode: PRIVATE_DIRECTORY });
      const handle = await open(pathOf(id), 'a+', PRIVATE_FILE);
      try {
        const { received, wholeBytes } = await measure(handle);
        if (received !== offset) throw new Error('the partial file goes on elsewhere');
        // The rest of a frame that a crash tore.
        await handle.truncate(wholeBytes);
        let start = offset;
        const write = async (chunk: Buffer): Promise<void> => {
          await writeFrame(handle, { id, start }, chunk);
          start += chunk.length;
        };
        try {
          await inChunks(source, write);
        } finally {
          await handle.sync();
        }
        return start;
      } finally {
        await handle.close();
      }
    },
    read: (id) => Readable.from(readChunks(id), { objectMode: false }),
    async remove(id) {
      await rm(pathOf(id), { force: true });
      await rm(unfinishedPath(pathOf(id)), { force: true });
    },
    list: async () => (await readdir(directory).catch((error: unknown) => ifMissing(error, []))).filter(isUuid),
  };
}

export function sealFrame(keyring: Keyring, { id, start }: { id: string; start: number }, chunk: Buffer): Buffer {
  const sealed = keyring.seal(PURPOSE, `${id}:${start}`, chunk);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(sealed.length);
  header.writeUInt32BE(start, 4);
  header.writeUInt32BE(start + chunk.length, 8);
  return Buffer.concat([header, sealed]);
}

/** The chunks of all frames. */
export async function* openFrames(handle: FileHandle, keyring: Keyring, id: string): AsyncGenerator<Buffer> {
  for await (const frame of walk(handle)) {
    const sealed = Buffer.alloc(frame.sealedBytes);
    await handle.read(sealed, 0, sealed.length, frame.at + HEADER_BYTES);
    const chunk = keyring.open(PURPOSE, `${id}:${frame.start}`, sealed);
    if (chunk.length !== frame.end - frame.start) throw new Error('a frame holds more or less than it says');
    yield chunk;
  }
}

/** Full chunks, so that small pieces from the network do not each become a frame; the last one also when the source fails. */
async function inChunks(source: AsyncIterable<Uint8Array>, write: (chunk: Buffer) => Promise<void>): Promise<void> {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let filled = 0;
  try {
    for await (const piece of source) {
      for (let at = 0; at < piece.length;) {
        const taken = piece.subarray(at, at + CHUNK_BYTES - filled);
        chunk.set(taken, filled);
        filled += taken.length;
        at += taken.length;
        if (filled < CHUNK_BYTES) continue;
        await write(chunk);
        filled = 0;
      }
    }
  } finally {
    if (filled > 0) await write(chunk.subarray(0, filled));
  }
}

/** The frames that follow one another without a gap, up to the first torn one. `onWhole` hears where each whole frame ends. */
export async function* walk(handle: FileHandle, onWhole?: (end: number) => void): AsyncGenerator<Frame> {
  const { size } = await handle.stat();
  const header = Buffer.alloc(HEADER_BYTES);
  let received = 0;
  for (let at = 0; at + HEADER_BYTES < size;) {
    await handle.read(header, 0, HEADER_BYTES, at);
    const frame = {
      at,
      sealedBytes: header.readUInt32BE(),
      start: header.readUInt32BE(4),
      end: header.readUInt32BE(8),
    };
    const next = at + HEADER_BYTES + frame.sealedBytes;
    if (frame.sealedBytes === 0 || frame.sealedBytes > LONGEST_SEALED || frame.end <= frame.start || next > size)
      return;
    if (frame.start === received) {
      received = frame.end;
      yield frame;
    }
    at = next;
    onWhole?.(at);
  }
}

async function measure(handle: FileHandle): Promise<{ received: number; wholeBytes: number }> {
  let received = 0;
  let wholeBytes = 0;
  for await (const frame of walk(handle, (end) => (wholeBytes = end))) received = frame.end;
  return { received, wholeBytes };
}

export function ifMissing<T>(error: unknown, value: T): T {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return value;
  throw error;
}
