import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Keyring } from '../../platform/keyring.ts';
import { openFile } from './open-file.ts';
import { receiveFile, type ReceiveOptions, type StoredFile } from './receive-file.ts';
import { createScanner, type ScannerAddress } from './scanner.ts';
import { isStorageKey, locate } from './storage-places.ts';
import { sweepFiles, type SweepOptions, type SweepResult } from './sweep-files.ts';

/**
 * Documents on disk, encrypted, streamed both ways with about 200 KiB of memory for each file at work (strength.md 6).
 * Several processes may share one directory.
 */
export interface FileStore {
  /**
   * Accepts PDF, JPEG, PNG and HEIC whose content and extension agree, that no scanner objects to, and that decode within the
   * limits. The file is judged and durable when this resolves, with its review copy and its preview. Rejects with FileTooLarge,
   * FileEmpty, UnsupportedFileType, FileUnsafe, FileUnreadable or ScannerUnavailable, or with the source's own error when it
   * breaks off; then nothing is kept and the source is destroyed.
   */
  receive(source: Readable, options: ReceiveOptions): Promise<StoredFile>;
  /**
   * The file as received, byte for byte. Rejects with FileMissing, or FileDamaged when its header was altered; the stream
   * fails with FileDamaged before it gives any byte of an altered record. Destroy a stream that is not read to its end.
   */
  open(storageKey: string): Promise<Readable>;
  /** Removing what is not there is no error. */
  remove(storageKey: string): Promise<void>;
  /** Removes a received file with all that was made from it. */
  discard(stored: StoredFile): Promise<void>;
  /** Removes unfinished uploads and unreferenced files past an age. Safe beside uploads and other sweeps. */
  sweep(options: SweepOptions): Promise<SweepResult>;
}

export interface FileStoreSettings {
  /** Created when the first file comes. */
  readonly directory: string;
  readonly keyring: Keyring;
  /** clamd; without it files are taken unscanned. */
  readonly scanner?: ScannerAddress | undefined;
  /**
   * Told of each verdict: `accepted`, or the code of the error; never of names or contents. `seconds`: from the last byte to the
   * verdict, where scanner or decoders were asked.
   */
  readonly report?: ((verdict: string, seconds?: number) => void) | undefined;
}

export function createFileStore({ directory, keyring, scanner: address, report }: FileStoreSettings): FileStore {
  const scanner = address && createScanner(address);

  async function remove(storageKey: string): Promise<void> {
    if (isStorageKey(storageKey)) await rm(locate(directory, storageKey).file, { force: true });
  }

  return {
    receive: (source, options) => receiveFile({ directory, keyring, scanner, report }, source, options),
    open: (storageKey) => openFile({ directory, keyring }, storageKey),
    remove,
    async discard({ storageKey, review, preview }) {
      for (const key of [storageKey, review?.storageKey, preview?.storageKey]) if (key) await remove(key);
    },
    sweep: (options) => sweepFiles(directory, options),
  };
}
