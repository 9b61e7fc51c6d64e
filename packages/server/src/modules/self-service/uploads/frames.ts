import type { FileHandle } from 'node:fs/promises';
import type { Keyring } from '../../../platform/keyring.ts';

/*
 * A frame: length of the sealed chunk, offset of its first byte and of the byte behind its last one (4 bytes each), sealed chunk. The
 * context of a chunk binds it to its upload and its place. A frame that does not start where the one before ended is passed over: it
 * is the second copy that a writer left who had lost his lock without noticing.
 */
export const HEADER_BYTES = 12;
/** Of a full frame. */
export const CHUNK_BYTES = 64 * 1024;
const LONGEST_SEALED = CHUNK_BYTES + 1_024;
const PURPOSE = 'upload-part';

interface FrameHeader {
  readonly sealedBytes: number;
  readonly start: number;
  readonly end: number;
}

export interface Frame extends FrameHeader {
  readonly at: number;
}

export function sealFrame(keyring: Keyring, { id, start }: { id: string; start: number }, chunk: Buffer): Buffer {
  const sealed = keyring.seal(PURPOSE, `${id}:${start}`, chunk);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(sealed.length);
  header.writeUInt32BE(start, 4);
  header.writeUInt32BE(start + chunk.length, 8);
  return Buffer.concat([header, sealed]);
}

/** @throws Error where it was altered, or belongs to another upload or place */
export function openFrame(
  keyring: Keyring,
  id: string,
  bytes: Buffer,
): { readonly start: number; readonly chunk: Buffer } {
  const { start, end } = parseHeader(bytes);
  const chunk = keyring.open(PURPOSE, `${id}:${start}`, bytes.subarray(HEADER_BYTES));
  if (chunk.length !== end - start) throw new Error('a frame holds more or less than it says');
  return { start, chunk };
}

async function readFrame(handle: FileHandle, { at, sealedBytes }: Frame): Promise<Buffer> {
  const bytes = Buffer.alloc(HEADER_BYTES + sealedBytes);
  await handle.read(bytes, 0, bytes.length, at);
  return bytes;
}

/** The frames that follow one another without a gap, up to the first torn one. `onWhole` hears where each whole frame ends. */
export async function* walk(
  handle: FileHandle,
  onWhole?: (end: number) => void,
  from: Place = { at: 0, received: 0 },
): AsyncGenerator<Frame> {
  const { size } = await handle.stat();
  let { at, received } = from;
  while (at + HEADER_BYTES < size) {
    const frame = { at, ...(await readHeader(handle, at)) };
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

interface Place {
  readonly at: number;
  readonly received: number;
}

/** The chunks of all frames. @throws Error where one was altered */
export async function* openFrames(
  handle: FileHandle,
  keyring: Keyring,
  id: string,
): AsyncGenerator<ReturnType<typeof openFrame>> {
  for await (const frame of walk(handle)) yield openFrame(keyring, id, await readFrame(handle, frame));
}

/** Bytes in the frames, and where the last whole one ends. */
export async function measure(handle: FileHandle): Promise<{ received: number; wholeBytes: number }> {
  const from = await behindFullFrames(handle);
  let received = from.received;
  let wholeBytes = from.at;
  for await (const frame of walk(handle, (end) => (wholeBytes = end), from)) received = frame.end;
  return { received, wholeBytes };
}

/**
 * What need not be walked: where the last of so many frames as fit in starts at the offset that full ones before it reach, all of
 * them are full, since each costs the same on top of its bytes.
 */
async function behindFullFrames(handle: FileHandle): Promise<Place> {
  const start = { at: 0, received: 0 };
  const { size } = await handle.stat();
  if (size <= HEADER_BYTES) return start;
  const first = await readHeader(handle, 0);
  if (first.end - first.start !== CHUNK_BYTES) return start;
  const frameBytes = HEADER_BYTES + first.sealedBytes;
  const count = Math.floor(size / frameBytes);
  if (count === 0) return start;
  const last = await readHeader(handle, (count - 1) * frameBytes);
  const received = count * CHUNK_BYTES;
  const isProof =
    last.sealedBytes === first.sealedBytes && last.start === received - CHUNK_BYTES && last.end === received;
  return isProof ? { at: count * frameBytes, received } : start;
}

async function readHeader(handle: FileHandle, at: number): Promise<FrameHeader> {
  const header = Buffer.alloc(HEADER_BYTES);
  await handle.read(header, 0, HEADER_BYTES, at);
  return parseHeader(header);
}

function parseHeader(header: Buffer): FrameHeader {
  return { sealedBytes: header.readUInt32BE(), start: header.readUInt32BE(4), end: header.readUInt32BE(8) };
}
