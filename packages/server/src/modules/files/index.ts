export type { MediaType } from './content-judge.ts';
export {
  FileDamaged,
  FileEmpty,
  FileError,
  FileMissing,
  FileTooLarge,
  FileUnreadable,
  FileUnsafe,
  SCANNER_RETRY_SECONDS,
  ScannerUnavailable,
  UnsupportedFileType,
} from './file-errors.ts';
export { parseFileName } from './file-name.ts';
export { createFileStore, type FileStore, type FileStoreSettings } from './file-store.ts';
export type { ReceiveOptions, StoredFile } from './receive-file.ts';
export type { SweepOptions, SweepResult } from './sweep-files.ts';
export type { ScannerAddress } from './scanner.ts';
