import type { Readable } from 'node:stream';
import type { Companion } from '../../core/write/index.ts';
import type { KeyCounts, RewrapStep } from '../../core/sealing/index.ts';
import type { Database } from '../../platform/db/database.ts';
import type { DiskRoom } from '../../platform/disk-room.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { openFile } from './open-file.ts';
import { receiveFile, type ReceiveOptions, type ReceiveSettings, type StoredFile } from './receive-file.ts';
import { type FileOwner, type FileRow, insertFiles } from './repository.ts';
import { countFiles, rewrapFiles } from './rewrap-files.ts';
import { createScanner, type ScannerAddress } from './scanner.ts';
import type { StorageDriver } from './storage/storage-driver.ts';
import { sweepFiles, type SweepOptions, type SweepResult } from './sweep-files.ts';

/**
 * Documents, encrypted, streamed both ways with about 200 KiB of memory for each file at work (strength.md 6). Several processes
 * may share one storage.
 *
 * A file stays only while somebody owns it: who receives one commits `keep` with the owner's row, and `dropFiles` with the end of
 * that row. What nobody owns the sweep removes after an hour.
 */
export interface FileStore {
  /**
   * Accepts PDF, JPEG, PNG and HEIC by content, whatever they are called unless by an ending of other worlds, that no scanner
   * objects to, and that decode within the limits. The file is judged and durable when this resolves, with its review copy and its preview. Rejects with FileTooLarge,
   * FileEmpty, UnsupportedFileType, FileUnsafe, FileUnreadable or FileUnchecked, the problem `unavailable` where there is no room,
   * or with the source's own error when it breaks off; then nothing is kept and the source is destroyed.
   */
  receive(source: Readable, options: ReceiveOptions): Promise<StoredFile>;
  /**
   * To be committed with the owner's row: says whose a received file is, with all that was made from it.
   * @throws Error where no module declares files of this kind
   */
  keep(stored: StoredFile, owner: FileOwner): Companion;
  /**
   * The file as received, byte for byte. Rejects with FileMissing, or FileDamaged when its header was altered; the stream
   * fails with FileDamaged before it gives any byte of an altered record. Destroy a stream that is not read to its end.
   */
  open(storageKey: string): Promise<Readable>;
  /** Removing what is not there is no error. */
  remove(storageKey: string): Promise<void>;
  /** Removes a received file with all that was made from it. */
  discard(stored: StoredFile): Promise<void>;
  /** Removes unfinished uploads and files without an owner, past an age. Safe beside uploads and other sweeps. */
  sweep(options: SweepOptions): Promise<SweepResult>;
  /** How many files each master key seals, by its id. */
  countByMasterKey(db: Database): Promise<KeyCounts>;
  /** Seals all files under the current master key, see `SealedKind`. @throws AdminError where the storage holds none of them */
  rewrap(db: Database): AsyncIterable<RewrapStep>;
}

export interface FileStoreSettings {
  readonly storage: StorageDriver;
  readonly keyring: Keyring;
  /** Where the storage is a disk: what it has left. */
  readonly room?: DiskRoom;
  /** What modules declare as owners of files; none can be kept for others. */
  readonly ownerKinds?: readonly string[];
  /** clamd; without it files are taken unscanned. */
  readonly scanner?: ScannerAddress | undefined;
  readonly report?: ReceiveSettings['report'];
}

export function createFileStore(settings: FileStoreSettings): FileStore {
  const { storage, keyring, room, ownerKinds = [], report } = settings;
  const scanner = settings.scanner && createScanner(settings.scanner);
  return {
    receive: (source, options) => receiveFile({ storage, keyring, room, scanner, report }, source, options),
    keep(stored, owner) {
      if (!ownerKinds.includes(owner.kind))
        throw new Error(`no module declares stored files of the kind ${owner.kind}`);
      return { statement: insertFiles(rowsOf(stored), owner) };
    },
    open: (storageKey) => openFile({ storage, keyring }, storageKey),
    async remove(storageKey) {
      await storage.remove(storageKey);
    },
    async discard(stored) {
      for (const { storageKey } of rowsOf(stored)) await storage.remove(storageKey);
    },
    sweep: (options) => sweepFiles(storage, options),
    countByMasterKey: (db) => countFiles({ db, storage }),
    rewrap: (db) => rewrapFiles({ db, storage, keyring }),
  };
}

function rowsOf({ storageKey, byteSize, review, preview }: StoredFile): FileRow[] {
  return [
    { storageKey, byteSize, role: 'ORIGINAL' },
    { ...review, role: 'REVIEW' },
    ...(preview ? [{ ...preview, role: 'PREVIEW' } as const] : []),
  ];
}
