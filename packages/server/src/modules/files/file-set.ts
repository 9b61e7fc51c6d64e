import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import type { Keyring } from '../../platform/keyring.ts';
import { createRecordSealer, type FileRecord } from './sealed-records.ts';
import { ensureShard, locate, type StoragePlace, syncDirectory } from './storage-places.ts';

const PRIVATE_FILE = 0o600;

export interface WrittenFile {
  readonly storageKey: string;
  readonly byteSize: number;
  /** Where it lies until the set is published. */
  readonly path: string;
  /** Opens this one file. */
  readonly fileKey: Buffer;
}

/** A received file and what was made from it: all of them are stored, or none. */
export interface FileSet {
  /** Seals and writes record by record; on the disk when it resolves, under a temporary name. */
  write(records: AsyncIterable<FileRecord>): Promise<WrittenFile>;
  /** Gives all of them their names, durably. */
  publish(): Promise<void>;
  discard(): Promise<void>;
}

export function createFileSet({ directory, keyring }: { directory: string; keyring: Keyring }): FileSet {
  const places: StoragePlace[] = [];
  return {
    async write(records) {
      const storageKey = randomBytes(16).toString('hex');
      const place = locate(directory, storageKey);
      places.push(place);
      await ensureShard(place.shard);
      const sealer = createRecordSealer(keyring, storageKey);
      let byteSize = 0;
      const handle = await open(place.part, 'wx', PRIVATE_FILE);
      try {
        await writeAll(handle, sealer.header);
        for await (const { plain, last } of records) {
          byteSize += plain.length;
          await writeAll(handle, sealer.seal(plain, last));
        }
        await handle.sync();
      } finally {
        await handle.close();
      }
      return { storageKey, byteSize, path: place.part, fileKey: sealer.fileKey };
    },
    async publish() {
      for (const { part, file } of places) await rename(part, file);
      for (const shard of new Set(places.map((place) => place.shard))) await syncDirectory(shard);
    },
    async discard() {
      for (const { part, file } of places) {
        await rm(part, { force: true });
        await rm(file, { force: true });
      }
    },
  };
}

async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  let at = 0;
  while (at < bytes.length) at += (await handle.write(bytes, at)).bytesWritten;
}
