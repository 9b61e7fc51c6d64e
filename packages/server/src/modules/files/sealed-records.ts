import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Keyring } from '../../platform/keyring.ts';
import { FileDamaged } from './file-errors.ts';
import type { TakeBytes } from './take-bytes.ts';

/*
 * A stored file: magic (6 bytes), nonce prefix (8), length of the sealed file key (2), sealed file key, then records. Each
 * record holds 64 KiB of the file (the last one less) and a 16-byte tag, under the file's own key with the nonce prefix
 * followed by the record's number. "I am the last" is associated data, so a file cut between two records does not open;
 * the storage key is the context of the sealed file key, so one file cannot stand in for another.
 */
const MAGIC = Buffer.from('NT24F\u0001', 'latin1');
const PREFIX_BYTES = 8;
const KEY_BYTES = 32;
const TAG_BYTES = 16;
/** What a file's own key is sealed for; the context is its storage key. */
export const FILE_KEY_PURPOSE = 'file-key';

/** Bytes of the file in one record, and of the record on disk. */
export const RECORD_BYTES = 64 * 1024;
export const SEALED_RECORD_BYTES = RECORD_BYTES + TAG_BYTES;
/** The part of the header before the sealed file key. */
export const PREAMBLE_BYTES = MAGIC.length + PREFIX_BYTES + 2;

/** Views of the bytes, none longer than a record. */
export function cutIntoRecords(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / RECORD_BYTES) }, (_, index) =>
    bytes.subarray(index * RECORD_BYTES, (index + 1) * RECORD_BYTES),
  );
}

export interface FileRecord {
  /** Valid until the next record is asked for. */
  readonly plain: Buffer;
  readonly last: boolean;
}

export interface RecordSealer {
  readonly header: Buffer;
  /** Opens what is sealed here, without the master key. */
  readonly fileKey: Buffer;
  /** Seals the next record; `last` exactly once, at the end. */
  seal(plain: Buffer, last: boolean): Buffer;
}

export interface RecordOpener {
  /** Opens the next record; throws FileDamaged on any alteration. */
  open(sealed: Buffer, last: boolean): Buffer;
}

function createNonces(prefix: Buffer): () => Buffer {
  let record = 0;
  return () => {
    const nonce = Buffer.alloc(PREFIX_BYTES + 4);
    prefix.copy(nonce);
    nonce.writeUInt32BE(record, PREFIX_BYTES);
    record += 1;
    return nonce;
  };
}

function associatedData(last: boolean): Buffer {
  return Buffer.of(last ? 1 : 0);
}

export function createRecordSealer(keyring: Keyring, storageKey: string): RecordSealer {
  const key = randomBytes(KEY_BYTES);
  const prefix = randomBytes(PREFIX_BYTES);
  const nextNonce = createNonces(prefix);
  const sealedKey = keyring.seal(FILE_KEY_PURPOSE, storageKey, key);
  return {
    header: writeHeader({ prefix, sealedKey }),
    fileKey: key,
    seal(plain, last) {
      const cipher = createCipheriv('aes-256-gcm', key, nextNonce()).setAAD(associatedData(last));
      return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
  };
}

/** The part of a stored file before its records. */
export interface FileHeader {
  readonly prefix: Buffer;
  readonly sealedKey: Buffer;
}

export function writeHeader({ prefix, sealedKey }: FileHeader): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(sealedKey.length);
  return Buffer.concat([MAGIC, prefix, length, sealedKey]);
}

/** Takes the header and no more. @throws FileDamaged where there is none */
export async function readHeader(take: TakeBytes): Promise<FileHeader> {
  const preamble = await take(PREAMBLE_BYTES);
  const length = sealedKeyLength(preamble);
  const sealedKey = await take(length);
  if (length === 0 || sealedKey.length < length) throw new FileDamaged('the stored file ends too early');
  return { prefix: preamble.subarray(MAGIC.length, MAGIC.length + PREFIX_BYTES), sealedKey };
}

/** Bytes of the sealed file key that follow the preamble. */
export function sealedKeyLength(preamble: Buffer): number {
  if (preamble.length !== PREAMBLE_BYTES || !preamble.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new FileDamaged('the stored file has no valid header');
  }
  return preamble.readUInt16BE(PREAMBLE_BYTES - 2);
}

/** The file's own key, which opens under its storage key only. */
export function openFileKey(keyring: Keyring, storageKey: string, sealedKey: Buffer): Buffer {
  return guarded('the key of the stored file does not open', () =>
    keyring.open(FILE_KEY_PURPOSE, storageKey, sealedKey),
  );
}

export function createRecordOpener(preamble: Buffer, key: Buffer): RecordOpener {
  const prefix = preamble.subarray(MAGIC.length, MAGIC.length + PREFIX_BYTES);
  const nextNonce = createNonces(prefix);
  return {
    open(sealed, last) {
      return guarded('a record of the stored file does not open', () => {
        const decipher = createDecipheriv('aes-256-gcm', key, nextNonce(), { authTagLength: TAG_BYTES })
          .setAAD(associatedData(last))
          .setAuthTag(sealed.subarray(-TAG_BYTES));
        return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
      });
    },
  };
}

function guarded<T>(failure: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw new FileDamaged(failure, { cause: error });
  }
}
