import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Keyring } from '../../platform/keyring.ts';
import { openFile } from './open-file.ts';
import { receiveFile, type ReceiveOptions, type StoredFile } from './receive-file.ts';
import { isStorageKey, locate } from './storage-places.ts';
import { sweepFiles, type SweepOptions, type SweepResult } from './sweep-files.ts';

/**
 * Documents on disk, encrypted, streamed both ways with about 200 KiB of memory for each file at work (strength.md 6).
 * Several processes may share one directory.
 */
export interface FileStore {
  /**
   * Accepts PDF, JPEG, PNG and HEIC whose content and extension agree. The file is durable when this resolves. Rejects with
   * FileTooLarge, FileEmpty or UnsupportedFileType, or with the source's own error when it breaks off; then nothing is kept
   * and the source is destroyed.
   */
  receive(source: Readable, options: ReceiveOptions): Promise<StoredFile>;
  /**
   * The file as received, byte for byte. Rejects with FileMissing, or FileDamaged when its header was altered; the stream
   * fails with FileDamaged before it gives any byte of an altered record. Destroy a stream that is not read to its end.
   */
  open(storageKey: string): Promise<Readable>;
  /** Removing what is not there is no error. */
  remove(storageKey: string): Promise<void>;
  /** Removes unfinished uploads and unreferenced files past an age. Safe beside uploads and other sweeps. */
  sweep(options: SweepOptions): Promise<SweepResult>;
}

/** `directory` is created when the first file comes. */
export function createFileStore(settings: { readonly directory: string; readonly keyring: Keyring }): FileStore {
  return {
    receive: (source, options) => receiveFile(settings, source, options),
    open: (storageKey) => openFile(settings, storageKey),
    async remove(storageKey) {
      if (isStorageKey(storageKey)) await rm(locate(settings.directory, storageKey).file, { force: true });
    },
    sweep: (options) => sweepFiles(settings.directory, options),
  };
}
