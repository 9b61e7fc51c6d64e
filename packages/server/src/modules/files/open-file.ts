import { Readable } from 'node:stream';
import type { Keyring } from '../../platform/keyring.ts';
import { FileDamaged } from './file-errors.ts';
import {
  createRecordOpener,
  openFileKey,
  PREAMBLE_BYTES,
  RECORD_BYTES,
  SEALED_RECORD_BYTES,
  sealedKeyLength,
} from './sealed-records.ts';
import type { StorageDriver, StoredObject } from './storage/storage-driver.ts';
import { type TakeBytes, takeFrom } from './take-bytes.ts';

export interface SealedFile {
  /** Header and records together. */
  readonly byteSize: number;
  readonly take: TakeBytes;
}

/** The next record of the file, opened; null behind the last one. */
type NextRecord = () => Promise<Buffer | null>;

/** Takes the header now, and each record when it is asked for: no byte more than the file has. */
export async function openRecords(
  { byteSize, take }: SealedFile,
  keyOf: (sealedKey: Buffer) => Buffer,
): Promise<NextRecord> {
  let left = byteSize;
  async function takeAll(length: number): Promise<Buffer> {
    const bytes = await take(length);
    if (bytes.length < length) throw new FileDamaged('the stored file ends too early');
    left -= length;
    return bytes;
  }
  const preamble = await takeAll(PREAMBLE_BYTES);
  const sealedKey = await takeAll(sealedKeyLength(preamble));
  // Without this a file cut right behind its header would read as an empty one.
  if (left <= 0) throw new FileDamaged('the stored file holds no record');
  const opener = createRecordOpener(preamble, keyOf(sealedKey));
  return async () => {
    if (left <= 0) return null;
    const sealed = await takeAll(Math.min(SEALED_RECORD_BYTES, left));
    return opener.open(sealed, left === 0);
  };
}

/** Only bytes of authenticated records leave the stream; the first one that does not open ends it with FileDamaged. */
export async function openSealed(
  { byteSize, content }: StoredObject,
  keyOf: (sealedKey: Buffer) => Buffer,
): Promise<Readable> {
  try {
    return streamOf(await openRecords({ byteSize, take: takeFrom(content) }, keyOf), content);
  } catch (error) {
    content.destroy();
    throw error;
  }
}

function streamOf(nextRecord: NextRecord, content: Readable): Readable {
  return new Readable({
    highWaterMark: RECORD_BYTES,
    read() {
      nextRecord().then(
        (record) => this.push(record),
        (error: Error) => this.destroy(error),
      );
    },
    destroy(error, done) {
      if (content.closed) done(error);
      else content.once('close', () => done(error)).destroy();
    },
  });
}

export async function openFile(
  settings: { readonly storage: StorageDriver; readonly keyring: Keyring },
  storageKey: string,
): Promise<Readable> {
  const keyOf = (sealedKey: Buffer): Buffer => openFileKey(settings.keyring, storageKey, sealedKey);
  return openSealed(await settings.storage.open(storageKey), keyOf);
}
