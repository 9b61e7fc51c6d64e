import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../../../platform/durable-folder.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import { CHUNK_BYTES, sealFrame } from './frames.ts';
import type { Tail, Tails } from './tails.ts';

/** A partial file as it stands. */
export interface Stand {
  /** Where the full frames end: in the upload, and on the disk. */
  readonly start: number;
  readonly wholeBytes: number;
  readonly tail: Tail;
  readonly received: number;
}

export interface GrowingFile {
  readonly id: string;
  readonly path: string;
  /** Open for appending, and no longer than its whole frames. */
  readonly handle: FileHandle;
  readonly stand: Stand;
  readonly tails: Tails;
  readonly keyring: Keyring;
}

/**
 * Full frames to the end of the file, the rest to a tail, also of a source that fails; then all of it is on the disk. Returns how
 * many bytes have come altogether.
 */
export async function appendFrames(file: GrowingFile, source: AsyncIterable<Uint8Array>): Promise<number> {
  const { id, path, handle, stand, tails, keyring } = file;
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let filled = stand.tail.chunk.copy(chunk);
  let { start, wholeBytes } = stand;

  async function writeFull(): Promise<void> {
    const frame = sealFrame(keyring, { id, start }, chunk);
    await handle.appendFile(frame);
    wholeBytes += frame.length;
    start += CHUNK_BYTES;
    filled = 0;
  }

  async function settle(): Promise<void> {
    // Half of a frame that found no room.
    if (filled === CHUNK_BYTES) await handle.truncate(wholeBytes);
    else if (filled > 0 && start + filled > stand.received)
      await tails.write({ id, path, start }, chunk.subarray(0, filled), stand.tail);
    if (start > stand.start) await handle.sync();
    await syncFolder(dirname(path));
  }

  try {
    for await (const piece of source) {
      for (let at = 0; at < piece.length;) {
        const taken = piece.subarray(at, at + CHUNK_BYTES - filled);
        chunk.set(taken, filled);
        filled += taken.length;
        at += taken.length;
        if (filled === CHUNK_BYTES) await writeFull();
      }
    }
  } finally {
    await settle();
  }
  return start + filled;
}
