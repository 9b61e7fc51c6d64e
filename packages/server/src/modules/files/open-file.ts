import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { callbackify } from 'node:util';
import type { Keyring } from '../../platform/keyring.ts';
import { FileDamaged, FileMissing } from './file-errors.ts';
import {
  createRecordOpener,
  openFileKey,
  PREAMBLE_BYTES,
  RECORD_BYTES,
  SEALED_RECORD_BYTES,
  sealedKeyLength,
  type RecordOpener,
} from './sealed-records.ts';
import { locate } from './storage-places.ts';

interface OpenedFile {
  readonly handle: FileHandle;
  readonly opener: RecordOpener;
  readonly firstRecordAt: number;
  readonly size: number;
}

async function openStored(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw new FileMissing();
    throw error;
  }
}

async function readExactly(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) throw new FileDamaged('the stored file ends too early');
    filled += bytesRead;
  }
  return bytes;
}

async function readHeader(handle: FileHandle, keyOf: (sealedKey: Buffer) => Buffer): Promise<OpenedFile> {
  const { size } = await handle.stat();
  const preamble = await readExactly(handle, 0, PREAMBLE_BYTES);
  const sealedKey = await readExactly(handle, PREAMBLE_BYTES, sealedKeyLength(preamble));
  const firstRecordAt = PREAMBLE_BYTES + sealedKey.length;
  // Without this a file cut right behind its header would read as an empty one.
  if (size <= firstRecordAt) throw new FileDamaged('the stored file holds no record');
  return { handle, opener: createRecordOpener(preamble, keyOf(sealedKey)), firstRecordAt, size };
}

function streamRecords({ handle, opener, firstRecordAt, size }: OpenedFile): Readable {
  let position = firstRecordAt;

  async function nextRecord(): Promise<Buffer | null> {
    if (position >= size) return null;
    const length = Math.min(SEALED_RECORD_BYTES, size - position);
    const sealed = await readExactly(handle, position, length);
    position += length;
    return opener.open(sealed, position === size);
  }

  return new Readable({
    highWaterMark: RECORD_BYTES,
    read() {
      nextRecord().then(
        (record) => this.push(record),
        (error: Error) => this.destroy(error),
      );
    },
    destroy(error, done) {
      callbackify(() => handle.close())((closing) => done(error ?? closing));
    },
  });
}

/** Only bytes of authenticated records leave the stream; the first one that does not open ends it with FileDamaged. */
export async function openSealed(path: string, keyOf: (sealedKey: Buffer) => Buffer): Promise<Readable> {
  const handle = await openStored(path);
  try {
    return streamRecords(await readHeader(handle, keyOf));
  } catch (error) {
    await handle.close();
    throw error;
  }
}

export async function openFile(
  settings: { readonly directory: string; readonly keyring: Keyring },
  storageKey: string,
): Promise<Readable> {
  const keyOf = (sealedKey: Buffer): Buffer => openFileKey(settings.keyring, storageKey, sealedKey);
  return openSealed(locate(settings.directory, storageKey).file, keyOf);
}
