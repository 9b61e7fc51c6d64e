import type { Keyring } from '../../platform/keyring.ts';
import { createRecordSealer, type FileRecord } from './sealed-records.ts';
import type { StorageDriver, StoredObject } from './storage/storage-driver.ts';
import { newStorageKey } from './storage/storage-key.ts';

export interface WrittenFile {
  readonly storageKey: string;
  readonly byteSize: number;
  /** Sealed, until the set is published. */
  open(): Promise<StoredObject>;
  /** Opens this one file. */
  readonly fileKey: Buffer;
}

/** A received file and what was made from it: all of them are stored, or none. */
export interface FileSet {
  /** Seals and writes record by record; stored to stay when it resolves, and known to nobody else. */
  write(records: AsyncIterable<FileRecord>): Promise<WrittenFile>;
  /** Makes all of them files of the store, durably. */
  publish(): Promise<void>;
  discard(): Promise<void>;
}

export interface FileSetSettings {
  readonly storage: StorageDriver;
  readonly keyring: Keyring;
}

export function createFileSet({ storage, keyring }: FileSetSettings): FileSet {
  const staged = storage.stage();
  return {
    async write(records) {
      const storageKey = newStorageKey();
      const sealer = createRecordSealer(keyring, storageKey);
      let byteSize = 0;
      async function* sealed(): AsyncGenerator<Buffer> {
        yield sealer.header;
        for await (const { plain, last } of records) {
          byteSize += plain.length;
          yield sealer.seal(plain, last);
        }
      }
      await staged.write(storageKey, sealed());
      return { storageKey, byteSize, open: () => staged.open(storageKey), fileKey: sealer.fileKey };
    },
    publish: () => staged.publish(),
    discard: () => staged.discard(),
  };
}
